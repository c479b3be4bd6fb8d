def never(a):
    if a:
        return 1
    while a:
        pass
    with a:
        return
