"""Branches, loops and jumps."""
import sys


def first(items):
    for item in items:
        if item:
            break
        elif item is None:
            continue
        print(item)
    else:
        return None
    while item:
        item -= 1
        if item == 3: continue
        if item == 2: break
    else: print("never broken")
    return item


def nested(a, b):
    try:
        try:
            if a:
                raise ValueError(a)
            elif b:
                return b
        except ValueError as error:
            raise KeyError from error
        except (
            KeyError,
            TypeError,
        ):
            print("caught")
        else:
            print("fine")
        finally:
            print("inner")
    except KeyError:
        pass
    finally:
        for _ in range(3):
            if a: break
    return a


def loops(items):
    while True:
        for item in items:
            try:
                if item: break
            finally:
                print(item)
        else:
            break
        try:
            continue
        finally:
            print("again")
    while 1:
        pass
    print("never")


def constant(a):
    if 0:
        print("dead")
    elif not __debug__:
        print("dead")
    elif a and 0:
        print("dead")
    else:
        print("live")
    if a or 1:
        return 1
    return 2


def chain(a):
    if a == 1: return "one"
    elif a == 2: return "two"
    elif (a == 3 or
          a == 4): return "more"
    else: raise ValueError(
        a)


class Holder:
    "One line."
    if sys.platform == "win32":
        SEP = "\\"
    else:
        SEP = "/"

    @property
    def sep(self): return self.SEP

    @staticmethod
    @property
    def odd(): pass

    class Inner: pass
    for NAME in ("a", "b"):
        pass


async def wait(things):
    async with things as thing, \
            thing:
        async for item in thing:
            await item
        else:
            yield 1
    return


if __name__ == "__main__": first([]); nested(1, 2)
