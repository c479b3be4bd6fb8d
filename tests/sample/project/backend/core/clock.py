"""Time as a parameter, so that nothing in here looks at a clock by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, runtime_checkable


@runtime_checkable
class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """The time, with its zone."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:  # pragma: no cover
        await asyncio.sleep(seconds)


@dataclass
class ManualClock:
    """A clock that stands still until it is told to move."""

    time: datetime = datetime(2024, 2, 28, 9, 30, tzinfo=UTC)
    naps: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.time += timedelta(seconds=seconds)


def is_weekend(day: date) -> bool:
    """Whether the warehouse is closed on that day."""
    return day.weekday() >= 5


def add_working_days(start: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day so many working days after `start`; weekends and holidays do not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_weekend(day) or day in holidays:
            continue
        days -= 1
    return day


def ago(then: datetime, now: datetime) -> str:
    """How long ago that was, in words."""
    seconds = int((now - then).total_seconds())
    if seconds < 0:
        return "in the future"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = seconds // size
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
