def separators(a):
    text = " one  two  three  four   five   six  seven"
    if a:
        return text

    return None


def after(b):
    return b
