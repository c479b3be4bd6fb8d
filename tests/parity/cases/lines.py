#!/usr/bin/env python
# A file of many lines, few of them statements.

'''Doc'''
x = (1,
     2)
y = """a
b""" + \
    "c"
z = f"""{
    x
    !r:>{
        y}
}""" ; w = [
]


@(
    x
)
@y \
    .z
async \
    def f(a=(1,
             2),
          *b): "doc" ; \
    return a


class \
    A(
        x,
):

    def g(self): return (
        self
    )


if x: \
    y()
elif y \
    : z()
else \
    : w()
for a, \
    b in x: pass
try \
    : pass
except \
    A: pass
del (
    x)
assert (
    y
), "z"
import os, \
    sys
from os import (path,
                sep)  # both
(
    x
)
lambda: (
    yield
)
print(x
      )  \

global_ = 1
if x:
        pass
        # deeper
    # shallower
# none
else:
	pass
