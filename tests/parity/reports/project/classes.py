"""Regions: functions and classes, nested, decorated and of the same name."""

import functools


def decorate(*args):
    def decorator(f):
        @functools.wraps(f)
        def wrapper(*a):
            if a:
                return f(*a)
            return None
        return wrapper
    return decorator


class Empty: pass


class Constant:
    a: int
    b: int = 1
    if b:
        c = 2
    else:
        c = 3


@decorate(
    1,
    2,
)
class Decorated:
    """Has nothing but a docstring."""


class Outer(object):
    x = 1

    class Inner:
        def method(self):
            if self:
                return 1
            return 2

        class Innermost:
            def method(self): return 3

    def method(self):
        class Local:
            def local(self):
                return 4
        def function():
            return 5
        return Local().local() + function()

    @property
    def value(self):
        return self.x

    @value.setter
    def value(self, value):
        self.x = value

    @decorate(1)
    @decorate(
        2
    )
    def decorated(self):
        if self.x: return 6
        return 7

    def documented(self):
        """Nothing else."""

    def unreached(self):
        for i in self.x:
            yield i


if Outer:
    def same(a):
        return a
else:
    def same(a):
        return -a


def same(a, b): return b


def same():
    pass


def excluded_first():  # pragma: no cover
    return 1


def excluded_first():
    return 2


def generator(n):
    got = yield
    yield from (i for i in range(n) if i)
    if got:
        return got


async def asynchronous(items):
    async for item in items:
        if item:
            break
    else:
        return 1
    async with items as x:
        if x: await x
    return [i async for i in items]


one, two = lambda: 1, (lambda a:
                       a if a else 2)
class T[X]:
    def generic[Y](self, y: Y) -> X: return y
type Alias = int
