"""with, try, match."""

import contextlib


@contextlib.contextmanager
def manager(swallow=False):
    try:
        yield 1
    except ValueError:
        if not swallow:
            raise


def withs(a):
    with manager() as m:
        if a:
            m = 2
    with manager() as m, manager() as n:
        with manager(): m = n
    with manager():
        for i in range(m):
            with (
                manager() as p,
                manager(),
            ):
                if i: continue
                if p > 2:
                    break
    with manager(swallow=True):
        if a:
            raise ValueError
    with manager():
        if a:
            return m


def tries(a):
    try:
        if a:
            raise KeyError(a)
    except KeyError as e:
        if a > 1:
            raise RuntimeError from e
    except (ValueError,
            TypeError):
        return 1
    else:
        a = 2
    finally:
        if a:
            a = 3
    try:
        return a
    finally:
        if a > 5:
            a = 4


def falls(a):
    try:
        try:
            if a:
                return 1
        finally:
            a = 2
    except ValueError:
        pass
    for _ in range(2):
        try:
            if a: break
            continue
        finally:
            a = 0
    try:
        raise ValueError
    except ValueError: a = 1
    except: raise
    if a: raise KeyError


def groups():
    try:
        raise ExceptionGroup("g", [ValueError()])
    except* ValueError:
        pass
    except* TypeError:
        return_value = 1


def matches(a):
    match a:
        case 1:
            r = "one"
        case [x, y] if x > y:
            r = "pair"
        case {"k": v}:
            r = v
        case str() | bytes():
            r = "text"
    match a:
        case 1: r = 2
        case _: r = 3
    match a:
        case 1:
            return r
        case other if other:
            return other
    match a:
        case (1 |
              2):
            pass
        case _ as z:
            return z
    return None
