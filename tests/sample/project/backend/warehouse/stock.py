"""How many of each article there are, and how many of them are promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from backend.core.errors import Conflict, Invalid, NotFound


@dataclass
class Stock:
    """Pieces by article. `reserved` is part of `on_hand`."""

    on_hand: Counter[str] = field(default_factory=Counter)
    reserved: Counter[str] = field(default_factory=Counter)
    threshold: int = 3

    def available(self, sku: str) -> int:
        """How many can still be promised."""
        return self.on_hand[sku] - self.reserved[sku]

    def put(self, sku: str, quantity: int) -> None:
        """Goods come in."""
        if quantity <= 0: raise Invalid("Goods come in whole pieces", sku=sku, quantity=quantity)
        self.on_hand[sku] += quantity

    def reserve(self, sku: str, quantity: int) -> None:
        """Promises goods."""
        if sku not in self.on_hand:
            raise NotFound("There is no such article", sku=sku)
        if self.available(sku) < quantity:
            raise Conflict("Too few of these", sku=sku, available=self.available(sku), wanted=quantity)
        self.reserved[sku] += quantity

    def release(self, sku: str, quantity: int) -> None:
        """Takes a promise back."""
        if self.reserved[sku] < quantity:
            raise Conflict("More released than promised", sku=sku)
        self.reserved[sku] -= quantity

    def take(self, sku: str, quantity: int) -> None:
        """Promised goods leave the house."""
        self.release(sku, quantity)
        self.on_hand[sku] -= quantity

    @contextmanager
    def holding(self, wanted: dict[str, int]) -> Iterator[Stock]:
        """Promises several articles for the time of a block: all of them, or none."""
        held: list[tuple[str, int]] = []
        try:
            for sku, quantity in wanted.items():
                self.reserve(sku, quantity)
                held.append((sku, quantity))
            yield self
        finally:
            for sku, quantity in reversed(held):
                self.release(sku, quantity)

    def first_available(self, skus: Iterable[str], quantity: int = 1) -> str:
        """The first of several editions that is there."""
        for sku in skus:
            if self.available(sku) >= quantity:
                found = sku
                break
        else:
            raise Conflict("None of these is there", quantity=quantity)
        return found

    def low(self) -> list[str]:
        """What should be ordered again, the scarcest first."""
        scarce = [sku for sku in self.on_hand if self.available(sku) < self.threshold]
        return sorted(scarce, key=lambda sku: (self.available(sku), sku))


def rebalance(stocks: list[Stock], sku: str) -> int:
    """Evens one article out between houses, and says how many pieces moved."""
    moved = 0
    while True:
        fullest = max(stocks, key=lambda stock: stock.available(sku))
        emptiest = min(stocks, key=lambda stock: stock.available(sku))
        if fullest.available(sku) - emptiest.available(sku) < 2:
            return moved
        fullest.on_hand[sku] -= 1
        emptiest.on_hand[sku] += 1
        moved += 1
