"""What an order is made of."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

from backend.core.errors import Invalid
from backend.core.money import Money, total


class Status(Enum):
    """How far an order is."""

    DRAFT = "draft"
    PLACED = "placed"
    PICKING = "picking"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    RETURNED = "returned"

    @property
    def is_final(self) -> bool:
        return self in (Status.CANCELLED, Status.RETURNED)


@dataclass(frozen=True)
class Line:
    """So many of one article."""

    MAX_QUANTITY: ClassVar[int] = 500

    sku: str
    quantity: int
    price: Money
    gift: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.quantity <= self.MAX_QUANTITY:
            raise Invalid("Nobody orders so many", sku=self.sku, quantity=self.quantity)
        if self.price.cents < 0:
            raise Invalid("A price is not below zero", sku=self.sku)

    @property
    def amount(self) -> Money:
        return self.price * self.quantity


@dataclass
class Order:
    """An order and its history."""

    number: int
    customer: str
    lines: list[Line] = field(default_factory=list)
    status: Status = Status.DRAFT
    placed_at: datetime | None = None
    history: list[tuple[Status, str]] = field(default_factory=list, repr=False)

    def add(self, line: Line) -> None:
        """Puts a line in; the same article at the same price grows the line that is there."""
        for position, present in enumerate(self.lines):
            if (present.sku, present.price, present.gift) == (line.sku, line.price, line.gift):
                grown = Line(line.sku, present.quantity + line.quantity, line.price, line.gift)
                self.lines[position] = grown
                break
        else:
            self.lines.append(line)

    @property
    def amount(self) -> Money:
        return total(line.amount for line in self.lines)

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """The order as other programs see it."""
        return {
            "number": self.number,
            "customer": self.customer,
            "status": self.status.value,
            "placed_at": self.placed_at.isoformat() if self.placed_at else None,
            "amount": str(self.amount),
            "lines": [
                {
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "price": str(line.price),
                    **({"gift": True} if line.gift else {}),
                }
                for line in self.lines
            ],
        }
