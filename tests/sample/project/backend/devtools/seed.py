"""Fills an empty database with orders to play with. Not measured: see `omit` in pyproject.toml."""

from backend.core.money import Money
from backend.orders.models import Line, Order
from backend.orders.repository import Repository

CUSTOMERS = ("Łucja", "Jürgen", "Zoë", "Anaïs")


def seed(repository: Repository, orders: int = 20) -> None:
    """Adds so many orders, always the same ones."""
    for position in range(orders):
        order = Order(repository.next_number(), CUSTOMERS[position % len(CUSTOMERS)])
        for article in range(1 + position % 3):
            order.add(Line(f"B{article:03}", 1 + position % 5, Money(995 + 100 * article)))
        repository.save(order)
