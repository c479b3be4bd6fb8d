# -*- coding: latin-1 -*-
def größe(straße):
    if straße:
        return "… é"
    return " "
