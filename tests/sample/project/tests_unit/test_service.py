"""Orders, stock and events together, without a database."""

import asyncio
from collections import Counter

import pytest

from backend.core.clock import ManualClock
from backend.core.errors import Conflict
from backend.core.events import EventBus
from backend.core.money import Money
from backend.orders import Line, Status
from backend.orders.repository import MemoryRepository
from backend.orders.service import OrderService
from backend.warehouse.stock import Stock


@pytest.fixture
def service():
    return OrderService(MemoryRepository(), Stock(Counter(B001=5, B002=1)), EventBus(), ManualClock())


def test_place_and_cancel(service):
    order = asyncio.run(service.place("Zoë", [Line("B001", 2, Money(995))]))
    assert (order.number, service.stock.available("B001")) == (1001, 3)
    asyncio.run(service.act(1001, "cancel"))
    assert (order.status, service.stock.available("B001")) == (Status.CANCELLED, 5)


def test_nothing_stays_reserved(service):
    with pytest.raises(Conflict):
        asyncio.run(service.place("Zoë", [Line("B001", 2, Money(995)), Line("B002", 2, Money(995))]))
    assert service.stock.available("B001") == 5
