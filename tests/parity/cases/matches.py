def simple(a):
    match a:
        case 1 | 2:
            return "few"
        case [x, *rest] if x:
            print(rest)
        case {"k": (1 | _) as v}:
            pass
        case _:
            return "many"
    return a


def all_of(a):
    match (
        a
    ):
        case str(): return 1
        case None: return 2
        case other if other > 1 or True: return 3
    print("never")


def excluded(a):
    match a:
        case 1:
            pass
        case _:
            raise ValueError(a)  # pragma: no cover
    match a:
        case 1:
            pass
        case _:
            raise ValueError(  # pragma: no cover
                a)
    match a:
        case 1: pass
        case x if x: raise KeyError  # pragma: no cover
        case (2 | _): raise KeyError  # pragma: no cover
    match a:
        case 1:
            pass
        case _:
            match a:
                case 2:  # pragma: no cover
                    pass
                case _:
                    print("x")  # pragma: no cover


match = {"case": 1}
match[
    "case"
] = 2
type Alias = (
    int
)
