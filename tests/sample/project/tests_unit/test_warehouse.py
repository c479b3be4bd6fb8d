"""Stock, the way through the shelves, labels."""

from collections import Counter

import pytest

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.money import Money
from backend.orders import Line, Order
from backend.warehouse import labels, picking
from backend.warehouse.importer import check_isbn
from backend.warehouse.picking import Place
from backend.warehouse.stock import Stock


def test_stock():
    stock = Stock(Counter(B001=5, B002=1))
    stock.reserve("B001", 4)
    assert stock.low() == ["B001", "B002"]
    stock.take("B001", 3)
    stock.put("B002", 9)
    assert (stock.available("B001"), stock.available("B002")) == (1, 10)


def test_not_from_stock():
    stock = Stock(Counter(B001=1))
    with pytest.raises(NotFound):
        stock.reserve("B009", 1)
    with pytest.raises(Conflict, match="available=1"):
        stock.reserve("B001", 2)
    with pytest.raises(Invalid):
        stock.put("B001", 0)


def test_holding():
    stock = Stock(Counter(B001=3))
    with stock.holding({"B001": 2}) as held:
        assert held.available("B001") == 1
    with pytest.raises(NotFound), stock.holding({"B001": 1, "B009": 1}):
        raise AssertionError("never comes here")
    assert stock.available("B001") == 3


def test_picking():
    places = {"B001": Place.parse("A-9"), "B002": Place.parse("B-3-2"), "B003": Place.parse("B-7")}
    orders = [
        Order(1, "Zoë", [Line("B003", 1, Money(1)), Line("B001", 1, Money(1))]),
        Order(2, "Jürgen", [Line("B002", 1, Money(1)), Line("B003", 2, Money(1))]),
    ]
    picks = picking.plan(orders, places)
    assert [str(pick.place) for pick in picks] == ["A-9", "B-7", "B-3-2"]
    assert (picks[1].quantity, picks[1].orders) == (3, (1, 2))
    assert picking.steps(picks, Place(0, 0)) == 40
    with pytest.raises(Invalid):
        Place.parse("9-A")


def test_labels():
    label = labels.shelf_label(Place(2, 12), "The Books of Jacob, or a Fantastic Journey")
    assert label.split("\n")[1:3] == ["│ № C-12                       │", "│ The Books of Jacob, or a…    │"]


def test_isbn():
    assert check_isbn("978-0-525-53420-4") == "9780525534204"
    assert check_isbn("B001") == "B001"
