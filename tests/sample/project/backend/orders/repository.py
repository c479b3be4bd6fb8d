"""Where orders are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from backend.core.errors import NotFound
from backend.orders.models import Order, Status


class Repository(Protocol):
    """What a place for orders can do."""

    def next_number(self) -> int: ...

    def get(self, number: int) -> Order: ...

    def save(self, order: Order) -> None: ...

    def find(self, customer: str | None = None, status: Status | None = None) -> Iterator[Order]: ...


class MemoryRepository:
    """Orders in a dictionary, for tests and demonstrations."""

    def __init__(self) -> None:
        self._orders: dict[int, Order] = {}

    def next_number(self) -> int:
        return max(self._orders, default=1000) + 1

    def get(self, number: int) -> Order:
        try:
            return self._orders[number]
        except KeyError:
            raise NotFound("There is no such order", number=number) from None

    def save(self, order: Order) -> None:
        self._orders[order.number] = order

    def find(self, customer: str | None = None, status: Status | None = None) -> Iterator[Order]:
        for _, order in sorted(self._orders.items()):
            if customer is not None and order.customer != customer:
                continue
            if status is None or order.status is status:
                yield order
