def bom(a):
    return a
