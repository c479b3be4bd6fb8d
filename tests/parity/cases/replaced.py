# first
# second
x = "ÿ â‚"
y = 1  # ÿ
