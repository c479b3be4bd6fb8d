"""Finding a book by some of its words."""
