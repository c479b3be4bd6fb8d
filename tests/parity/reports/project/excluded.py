from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Alias = Any


def pragma(a):
    if a:  # pragma: no cover
        return 1
    elif a is None:
        return 2
    else:  # pragma: no cover
        return 3


def no_branch(a):
    if a:  # pragma: no branch
        a = 1
    while a:  # pragma: no branch
        a = 0
    while True:
        if not a:
            return a
    if 0:
        a = 2


def not_implemented():
    raise NotImplementedError


def only_one_side(a):
    if a:
        pass  # pragma: no cover
    for i in a or ():
        i += 1  # pragma: no cover
    match a:
        case 1:
            pass
        case _:
            pass  # pragma: no cover


def body(a):
    if a: ...
    else:
        a = 1
    class Protocol:
        def one(self): ...
        def two(self):
            ...
    return Protocol


class Excluded:  # pragma: no cover
    def method(self):
        return 1


# pragma: no branch
if __name__ == "__main__": pragma(1)
