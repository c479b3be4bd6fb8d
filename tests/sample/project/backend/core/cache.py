"""A cache that forgets what was used longest ago."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from typing import ParamSpec

    P = ParamSpec("P")

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class Statistics:
    """What a cache was good for."""

    hits: int = 0
    misses: int = 0
    evictions: int = 0

    @property
    def hit_rate(self) -> float:
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0


class Cache(Generic[K, V]):
    """At most `size` values by key."""

    def __init__(self, size: int, on_evict: Callable[[K, V], None] | None = None) -> None:
        self.size = size
        self.on_evict = on_evict
        self.statistics = Statistics()
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of that key, made when it is not there."""
        try:
            value = self._values[key]
        except KeyError:
            self.statistics.misses += 1
            value = make()
            self._values[key] = value
            self._shrink()
        else:
            self.statistics.hits += 1
            self._values.move_to_end(key)
        return value

    def drop(self, key: K) -> bool:
        """Forgets one key, and says whether it was there."""
        if key not in self._values: return False
        del self._values[key]
        return True

    def _shrink(self) -> None:
        while len(self._values) > self.size:
            key, value = self._values.popitem(last=False)
            self.statistics.evictions += 1
            if self.on_evict is not None:
                self.on_evict(key, value)


def cached(size: int = 128) -> Callable[[Callable[P, V]], Callable[P, V]]:
    """Remembers what a function answered; only for functions that take hashable arguments by position."""

    def decorate(function: Callable[P, V]) -> Callable[P, V]:
        cache: Cache[tuple[object, ...], V] = Cache(size)

        @wraps(function)
        def wrapper(*args: P.args) -> V:
            return cache.get(args, lambda: function(*args))

        wrapper.cache = cache
        return wrapper

    return decorate
