"""Trying again, with longer and longer pauses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from backend.core.clock import Clock
from backend.core.errors import Unavailable

T = TypeVar("T")


def pauses(first: float = 0.5, factor: float = 2.0, longest: float = 30.0) -> Iterator[float]:
    """Seconds to wait after each failure, without end."""
    pause = first
    while True:
        yield pause
        pause = min(pause * factor, longest)


async def retry(
    call: Callable[[], Awaitable[T]],
    *,
    clock: Clock,
    attempts: int = 3,
    retry_on: tuple[type[Exception], ...] = (Unavailable, ConnectionError),
    on_failure: Callable[[int, Exception], None] | None = None,
) -> T:
    """Awaits `call` until it works, or until it failed for the last time."""
    for attempt, pause in enumerate(pauses(), start=1):  # pragma: no branch
        try:
            result = await call()
        except retry_on as error:
            if on_failure is not None:
                on_failure(attempt, error)
            if attempt >= attempts:
                raise
            wanted = error.retry_after if isinstance(error, Unavailable) else 0
            await clock.sleep(max(pause, wanted))
        else:
            return result
