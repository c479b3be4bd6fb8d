"""Only a docstring,
on two lines."""
