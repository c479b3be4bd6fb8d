"""A name that is not ASCII, of a file, of functions and of a class."""


class Straße:
    def länge(self, ﬁne):
        if ﬁne:
            return "ß"


def naïve(x): return x


def ﬁrst(a):
    if a: return 1
    return 2


日本 = naïve(1)
if 日本: pass
