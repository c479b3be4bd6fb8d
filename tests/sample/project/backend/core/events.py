"""Telling other parts that something happened, without knowing them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Handler = Callable[["Event"], Awaitable[None]]


@dataclass(frozen=True)
class Event:
    """Something that happened: `order.placed`, with what there is to know about it."""

    name: str
    data: dict[str, object] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return self.name.partition(".")[0]


class EventBus:
    """Handlers by the name or the topic they listen to."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler]] = defaultdict(list)
        self.failures: list[tuple[Event, BaseException]] = []

    def on(self, name: str) -> Callable[[Handler], Handler]:
        """Registers a handler: `@bus.on("order.placed")`, `@bus.on("order")` or `@bus.on("*")`."""

        def register(handler: Handler) -> Handler:
            self._handlers[name].append(handler)
            return handler

        return register

    def off(self, name: str, handler: Handler) -> None:
        """Takes a handler out; one that is not there is fine."""
        with suppress(ValueError): self._handlers[name].remove(handler)

    async def emit(self, name: str, **data: object) -> int:
        """Runs all handlers of an event at once, and says how many did well."""
        event = Event(name, data)
        handlers = [
            handler
            for pattern in dict.fromkeys((event.name, event.topic, "*"))
            for handler in self._handlers.get(pattern, ())
        ]
        if not handlers:
            return 0
        results = await asyncio.gather(
            *(handler(event) for handler in handlers),
            return_exceptions=True,
        )
        worked = 0
        for result in results:
            if isinstance(result, BaseException):
                self.failures.append((event, result))
            else:
                worked += 1
        return worked

    @asynccontextmanager
    async def recording(self, name: str = "*"):
        """A list that fills with the events of the block."""
        events: list[Event] = []

        async def record(event: Event) -> None:
            events.append(event)

        self.on(name)(record)
        try:
            yield events
        finally:
            self.off(name, record)
