"""Orders by themselves: lines, prices, the way they go."""

from datetime import timedelta

import pytest

from backend.core.clock import ManualClock
from backend.core.errors import BackendError, Invalid, NotFound
from backend.core.money import Money
from backend.orders import Line, Order, Status, pricing, workflow
from backend.orders.repository import MemoryRepository

NOW = ManualClock().now()


def order(*lines, number=1):
    return Order(number, "Zoë", list(lines) or [Line("B001", 2, Money(995))])


def test_same_article_twice():
    basket = order()
    basket.add(Line("B001", 1, Money(995)))
    basket.add(Line("B001", 1, Money(995), gift=True))
    assert [line.quantity for line in basket.lines] == [3, 1]
    assert basket.amount == Money(3980)


@pytest.mark.parametrize(("quantity", "cents"), [(0, 1), (501, 1), (1, -1)])
def test_bad_line(quantity, cents):
    with pytest.raises(Invalid):
        Line("B001", quantity, Money(cents))


@pytest.mark.parametrize(
    ("code", "cents"),
    [(None, 0), ("TEN", 398), ("minus-5", 500), ("MINUS-500", 3980), ("BUY-3-PAY-2", 995)],
)
def test_discount(code, cents):
    lines = [Line("B001", 4, Money(995))]
    assert pricing.discount(code, lines, Money(3980)) == Money(cents)


@pytest.mark.parametrize("code", ["MINUS-X", "BUY-2-PAY-3", "FREE"])
def test_no_such_voucher(code):
    with pytest.raises(Invalid):
        pricing.discount(code, [], Money(0))


@pytest.mark.parametrize(("pieces", "cents"), [(1, 290), (4, 590), (120, 3870)])
def test_shipping(pieces, cents):
    assert pricing.shipping([Line("B001", pieces, Money(1))], Money(pieces)) == Money(cents)


def test_quote():
    quote = pricing.quote([Line("B001", 2, Money(995), gift=True)], code="TEN")
    assert (quote.net, quote.tax, quote.gross) == (Money(2231), Money(156), Money(2387))
    with pytest.raises(Invalid):
        pricing.quote([])


def test_whole_way():
    parcel = order()
    for action in ("place", "pick", "pause", "pick", "ship", "return"):
        workflow.apply(parcel, action, NOW, note="too small" if action == "return" else "")
    assert parcel.status is Status.RETURNED and parcel.status.is_final
    assert workflow.describe(parcel).endswith("shipped → (too small) returned")


@pytest.mark.parametrize(
    ("status", "action"),
    [(Status.DRAFT, "ship"), (Status.CANCELLED, "place"), (Status.SHIPPED, "return"), (Status.DRAFT, "burn")],
)
def test_not_this_way(status, action):
    parcel = order()
    parcel.status, parcel.placed_at = status, NOW - timedelta(days=31)
    with pytest.raises(BackendError):
        workflow.apply(parcel, action, NOW)


def test_memory_repository():
    repository = MemoryRepository()
    for customer in ("Zoë", "Jürgen"):
        repository.save(Order(repository.next_number(), customer))
    assert [found.number for found in repository.find("Jürgen")] == [1002]
    assert repository.get(1001).customer == "Zoë"
    with pytest.raises(NotFound):
        repository.get(7)
