"""Trying again, and events."""

import asyncio

import pytest

from backend.core.clock import ManualClock
from backend.core.errors import Unavailable
from backend.core.events import EventBus
from backend.core.retry import pauses, retry


def test_pauses():
    pause = pauses(first=1, longest=5)
    assert [next(pause) for _ in range(4)] == [1, 2, 4, 5]


def test_retry():
    clock = ManualClock()
    answers = [ConnectionError(), Unavailable("closed", retry_after=9), "open"]

    async def call():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert asyncio.run(retry(call, clock=clock)) == "open"
    assert clock.naps == [0.5, 9]


def test_retry_gives_up():
    async def call():
        raise ConnectionError

    failures = []
    with pytest.raises(ConnectionError):
        asyncio.run(
            retry(call, clock=ManualClock(), attempts=2, on_failure=lambda attempt, error: failures.append(attempt))
        )
    assert failures == [1, 2]


def test_events():
    bus = EventBus()
    heard = []

    @bus.on("order.placed")
    async def exact(event):
        heard.append(event.data["number"])

    @bus.on("order")
    async def topic(event):
        raise RuntimeError("the printer is on fire")

    assert asyncio.run(bus.emit("order.placed", number=7)) == 1
    assert asyncio.run(bus.emit("stock.low")) == 0
    assert heard == [7]
    assert [str(error) for _, error in bus.failures] == ["the printer is on fire"]
