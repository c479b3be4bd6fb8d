"""The way through the shelves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from backend.core.errors import Invalid, NotFound
from backend.orders.models import Order

PLACE = re.compile(r"(?P<aisle>[A-Z])-(?P<bay>\d{1,2})(?:-(?P<shelf>\d))?")
AISLE_WIDTH = 4  # steps


class Place(NamedTuple):
    """Where something lies: aisle, bay and shelf."""

    aisle: int
    bay: int
    shelf: int = 0

    @classmethod
    def parse(cls, text: str) -> Place:
        """Reads `C-12` or `C-12-3`."""
        if (found := PLACE.fullmatch(text)) is None:
            raise Invalid("This is no place in the house", text=text)
        return cls(ord(found["aisle"]) - ord("A"), int(found["bay"]), int(found["shelf"] or 0))

    def __str__(self) -> str:
        shelf = f"-{self.shelf}" if self.shelf else ""
        return f"{chr(ord('A') + self.aisle)}-{self.bay}{shelf}"


@dataclass(frozen=True)
class Pick:
    """One stop on the way."""

    place: Place
    sku: str
    quantity: int
    orders: tuple[int, ...]


def distance(left: Place, right: Place) -> int:
    """Steps between two places; to change the aisle one walks back to its head."""
    if left.aisle == right.aisle:
        return abs(left.bay - right.bay)
    return left.bay + right.bay + AISLE_WIDTH * abs(left.aisle - right.aisle)


def plan(orders: Iterable[Order], places: Mapping[str, Place]) -> list[Pick]:
    """All stops for a batch of orders, up one aisle and down the next."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for order in orders:
        for line in order.lines:
            if line.sku not in places:
                raise NotFound("Nobody knows where this lies", sku=line.sku, order=order.number)
            wanted.setdefault(line.sku, []).append((order.number, line.quantity))
    picks = [
        Pick(
            place=places[sku],
            sku=sku,
            quantity=sum(quantity for _, quantity in parts),
            orders=tuple(sorted({number for number, _ in parts})),
        )
        for sku, parts in wanted.items()
    ]
    return sorted(picks, key=serpentine)


def serpentine(pick: Pick) -> tuple[int, int, int]:
    """Sorts even aisles upwards and odd aisles downwards."""
    aisle, bay, shelf = pick.place
    return (aisle, bay, shelf) if aisle % 2 == 0 else (aisle, -bay, shelf)


def steps(picks: list[Pick], start: Place) -> int:
    """The length of the whole way, there and back."""
    stops = [start, *(pick.place for pick in picks), start]
    return sum(distance(left, right) for left, right in pairwise(stops))
