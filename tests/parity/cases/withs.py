def plain(a):
    with a:
        a()
    a()


def returning(a):
    with a:
        if a:
            return 1
    with a:
        return 2
    a()


def nested(a, b):
    with a:
        with b:
            with a, b:
                a()
    with (
        a as x,
        b as y,
    ):
        with x: y()
    b()


def looped(a):
    for b in a:
        with a:
            with b:
                if b:
                    continue
                elif a:
                    break
                b()
    while a:
        with a:
            with a: a()
    with a:
        raise ValueError


def tried(a):
    try:
        with a:
            a()
        with a:
            raise KeyError
    except KeyError:
        with a:
            pass
    finally:
        with a:
            a()
    try:
        return 1
    finally:
        with a:
            a()


class Body:
    with open("x"): pass
    with open("y"):
        y = 1


with open("z") as z:
    if z:
        z()
    else:
        with z:
            z()
with open("z"):
    def inner(): pass
