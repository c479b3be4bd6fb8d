# coding: latin-1
name = "André"
if name: é = 1
