from typing import overload


@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...


def twice(x):
    return x * 2


def last() -> None:
    ...
