"""Back office of a small bookshop: orders, warehouse, search."""

__version__ = "2.4.0"
