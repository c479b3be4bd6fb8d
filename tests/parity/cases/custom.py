import abc


class Base(abc.ABC):
    @abc.abstractmethod
    def one(self):
        return 1

    @abc.abstractmethod  # two lines
    @classmethod
    def two(cls):
        return 2

    def __repr__(self):
        return "Base"

    def __str__(self):
        return "Base"


def log(a):
    if a.debug:
        print("debug")
        print("more")
    assert_never(a)
    if a: raise AssertionError("x")
    raise NotImplementedError(
        "later")


# start skip
def skipped():
    pass
# end skip


def kept(a):
    if a.fast: return 1
    while a.tries < 3: a()
    for x in a: print(x)
    "quoted 'text'"
    return 2
