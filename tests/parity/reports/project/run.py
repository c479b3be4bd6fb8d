"""Runs some of it; `run.py more` runs some of the rest."""

import asyncio
import contextlib
import importlib
import sys

NAMES = [
    "a & b's", "blocks", "bom", "branches", "classes", "comments", "crlf", "docstring", "empty", "ends_excluded",
    "excluded", "größe_10", "größe_9", "latin", "mac", "newline", "one_line", "pkg.full", "pkg.mod10", "pkg.mod2",
    "pkg.sub.Mod2", "pkg.sub.full", "separators",
]
at = {name: importlib.import_module(name) for name in NAMES}


class Items:
    def __init__(self, *items):
        self.items = iter(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for item in self.items:
            return item
        raise StopAsyncIteration

    async def __aenter__(self):
        return None

    async def __aexit__(self, *error):
        return None


def some():
    at["branches"].ifs(0, 0)
    at["branches"].always(1)
    at["branches"].loops([1, 3])
    at["branches"].declared(0)
    at["branches"].asserts(1)
    at["branches"].nested(0)(1)
    at["blocks"].withs(0)
    at["blocks"].tries(1)
    with contextlib.suppress(KeyError):
        at["blocks"].falls(0)
    at["blocks"].groups()
    at["blocks"].matches(1)
    at["blocks"].matches("a")
    at["classes"].Outer().method()
    at["classes"].Outer().decorated()
    at["classes"].Outer().documented()
    at["classes"].Outer.Inner().method()
    at["classes"].same()
    list(at["classes"].generator(2))
    at["excluded"].pragma(None)
    at["excluded"].no_branch(1)
    at["excluded"].only_one_side([1])
    at["excluded"].body(0)
    at["größe_10"].ﬁrst(0)
    at["latin"].größe(0)
    at["separators"].separators(0)
    at["crlf"].windows(0)
    at["mac"].mac(1)
    at["pkg.mod2"].f(1)


def more():
    with contextlib.suppress(ValueError):
        at["branches"].ifs(0, 1)
    at["branches"].loops([2])
    at["branches"].nested(1)(0)
    with contextlib.suppress(RuntimeError):
        at["blocks"].tries(2)
    at["blocks"].withs(1)
    at["blocks"].matches([2, 1])
    at["classes"].Outer().value = 2
    asyncio.run(at["classes"].asynchronous(Items(1, 2)))
    at["classes"].one()
    at["größe_10"].Straße().länge(1)
    at["pkg.mod2"].f(0)


more() if "more" in sys.argv else some()
