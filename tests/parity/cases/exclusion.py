from typing import TYPE_CHECKING, Protocol, overload
import typing



if TYPE_CHECKING:
    from collections.abc import (
        Iterable,
    )

    Name = str


if typing.TYPE_CHECKING: import os


# if TYPE_CHECKING: in a comment
class Shape(Protocol):
    def area(self) -> float: ...

    def scale(
        self,
        by: float,
    ) -> None: ...

    async def move(self) -> tuple[
        int, ...
    ]:
        """Moves."""
        ...

    @overload
    def draw(self, x: int) -> int: ...
    @overload
    def draw(self, x: str) -> str:
        ...

    def draw(self, x):
        return x


@decorated
@again(  # pragma: no cover
    1,
)
def whole(a):
    if a:
        return 1

    def inner():
        return 2
    return inner


def head(  # pragma: no cover
    a,
):
    return a


def parts(a):
    if a:  # pragma: no cover
        print(
            a
        )

        print("more")
    elif a is None:
        print("none")
    else:  # PRAGMA:NO COVER
        print("else")
    for x in a:  # pragma: no branch
        print(x)
    while True:
        if a: break
    try:
        print(a)
    except ValueError:  # pragma: no cover
        print("no")
        raise
    except KeyError: raise  # pragma: no cover
    else:
        print("yes")
    finally:  #pragma no cover
        print("done")
    key = lambda v: v  # pragma: no cover
    note: int = 1  # pragma: no cover
    text = """
    # pragma: no cover
    """
    return {
        "a": 1,  # pragma: no cover
        "b": key,
    }, note, text


with open("x") as f:  # pragma: no cover
    def g():
        pass
x = 1; y = 2  # pragma: no cover
if x: y = 3  # pragma: no cover
else: y = 4
if (x and
        y):  # pragma: no cover
    z = 1
if x: pass
while True: break


class Last:  # pragma: no cover
    a = 1
    ...
    # trailing
...
