"""Every kind of branch, and statements that follow it."""

import sys


def ifs(a, b):
    if a:
        x = 1
    elif b:
        x = 2
    else:
        x = 3
    if a: x = 4
    if a: return x
    if b: raise ValueError(x)
    if a and b:
        pass
    return x


def always(a):
    if a:
        if not a:
            return 1
        return 2


def loops(items):
    for item in items:
        if item == 1:
            continue
        if item == 2:
            break
    else:
        items = []
    for item in items: print(item, file=sys.stderr)
    while items:
        items = items[1:]
    while items:
        items.pop()
    else:
        items = None
    while True:
        if not items:
            break
        items.clear()
    for _ in ():
        never()
    return items


def never():
    for i in range(3):
        while i:
            i -= 1
            if i == 2:
                return
    if i:
        return (
            1
        )


def declared(a):
    global counter
    if a:
        global other
    if a: counter = 1
    if (
        a
        and not a
    ):
        counter = 2


def asserts(a):
    assert a, "no"
    x = a if a else 1
    y = a or (x and
              1)
    return [i for i in (x, y) if i], {i: i for i in (x,) if not i}, (lambda q: q if q else x)(y)


def nested(a):
    def inner(b):
        if b:
            return 1

        class Local:
            if a:
                value = 1

            def method(self): return self.value

        return Local
    def short(c): return c
    if a: return inner
    return short


if ifs:
    counter = 0
if counter:
    sys.exit()
for module in ():
    counter += 1
else:
    counter = 5
if counter == 5: counter = 6
