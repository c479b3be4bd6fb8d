"""From lines to the amount on the invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.errors import Invalid
from backend.core.money import Money, total
from backend.orders.models import Line

SHIPPING = [
    # up to so many pieces, costs so much
    (3, Money(290)),
    (10, Money(590)),
    (50, Money(1290)),
]
FREE_SHIPPING_FROM = Money(50_00)
GIFT_WRAP = Money(150)


@dataclass(frozen=True)
class Quote:
    """What an order costs, and why."""

    goods: Money
    discount: Money
    wrapping: Money
    shipping: Money
    tax_percent: float

    @property
    def net(self) -> Money:
        return self.goods - self.discount + self.wrapping + self.shipping

    @property
    def tax(self) -> Money:
        return self.net.percent(self.tax_percent)

    @property
    def gross(self) -> Money:
        return self.net + self.tax


def discount(code: str | None, lines: Sequence[Line], goods: Money) -> Money:
    """What a voucher takes off: `TEN`, `MINUS-5`, `BUY-3-PAY-2` or `SCHOOL`."""
    match code.upper().split("-") if code else []:
        case []:
            return Money(0, goods.currency)
        case ["TEN"]:
            return goods.percent(10)
        case ["MINUS", euros] if euros.isdigit():
            return min(Money(int(euros) * 100, goods.currency), goods)
        case ["BUY", buy, "PAY", pay] if buy.isdigit() and pay.isdigit() and 0 < int(pay) < int(buy):
            free = int(buy) - int(pay)
            return total(
                (line.price * (line.quantity // int(buy) * free) for line in lines),
                goods.currency,
            )
        case ["SCHOOL" | "LIBRARY"]:
            titles = len({line.sku for line in lines})
            if titles >= 20:
                return goods.percent(15)
            elif titles >= 5:
                return goods.percent(8)
            return Money(0, goods.currency)
        case [name, *rest]:
            raise Invalid("There is no such voucher", name=name, rest=rest)


def shipping(lines: Sequence[Line], goods: Money, *, free: bool = False) -> Money:
    """What the parcel costs."""
    if free or goods >= FREE_SHIPPING_FROM: return Money(0, goods.currency)
    pieces = sum(line.quantity for line in lines)
    for limit, price in SHIPPING:
        if pieces <= limit:
            return price
    else:
        most, price = SHIPPING[-1]
        parcels = -(-pieces // most)
        return price * parcels


def quote(
    lines: Sequence[Line],
    *,
    code: str | None = None,
    tax_percent: float = 7.0,
    free_shipping: bool = False,
) -> Quote:
    """Adds everything up."""
    if not lines:
        raise Invalid("An empty order has no price")
    goods = total(line.amount for line in lines)
    wrapped = sum(1 for line in lines if line.gift)
    return Quote(
        goods=goods,
        discount=discount(code, lines, goods),
        wrapping=GIFT_WRAP * wrapped,
        shipping=shipping(lines, goods, free=free_shipping),
        tax_percent=tax_percent,
    )
