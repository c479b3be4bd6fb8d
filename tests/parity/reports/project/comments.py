# Comments
# and nothing else
