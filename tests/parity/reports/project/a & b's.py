value = 1
if value == 2:
    value = 3
