from __future__ import annotations

import sys

GLOBAL: int
(odd): int
other: "int" = 1
sys.path: list


def annotated():
    x: int
    y: int = 1
    sys.argv: list
    global GLOBAL
    del ()
    del (y), [x]


class Annotated:
    """Doc
    of two lines"""; z = 1
    x: int
    y: str = ""
    if z:
        inner: int
    global OTHER


def only_doc():
    """Doc."""


def doc_and_more():
    """Doc
    ends here"""; return 1


def after_return(a):
    return a
    print("dead")

    def dead(): pass


def raising():
    raise NotImplementedError
    yield 1


def never_ends(a):
    while True:
        if a:
            a()
        else:
            continue
        a()
    return 1


def asserting(a):
    if a:
        assert False, "dead end"
        return 1
    assert ()
    return 2


def folded(a):
    if 1 - 1:
        a()
    while (1, 2):
        if "ab"[0]: break
    if f"x":
        a()
    else:
        a.dead()
    if not f"":
        return
    a.dead()


def returning(a):
    with a:
        return 1
    try:
        return 1
    except ValueError:
        return 2
    else:
        return 3
    return 4


def swallowed(items):
    for _ in items:
        try:
            return 1
        finally:
            break
    else:
        return 2
    while True:
        try:
            break
        finally:
            return 3
    return 4


def __annotate__(a):
    b = a
    return [x for x in (lambda: (
        y for y in b))()]


if 0:
    def left_over():
        pass
"a string"
"another"; f"{GLOBAL}"
