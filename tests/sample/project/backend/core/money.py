"""Amounts of money in whole cents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import total_ordering

from backend.core.errors import Invalid

SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "zł": "PLN", "¥": "JPY"}
WITHOUT_CENTS = {"JPY"}

AMOUNT = re.compile(
    r"""
    (?P<sign>-?)
    (?P<symbol>€|£|\$|zł|¥)?
    \s*
    (?P<number>\d[\d_']*(?:[.,]\d{1,2})?)
    \s*
    (?P<code>[A-Z]{3}|zł)?
    """,
    re.VERBOSE,
)


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in one currency. Two currencies never mix."""

    cents: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str, default: str = "EUR") -> Money:
        """Reads `12.50`, `12,50 EUR`, `€12.50` or `49,90 zł`."""
        found = AMOUNT.fullmatch(text.strip())
        if found is None:
            raise Invalid("This is no amount of money", text=text)
        symbol, code = found["symbol"], found["code"]
        if symbol and code and SYMBOLS[symbol] != code:
            raise Invalid("Two currencies in one amount", text=text)
        mark = symbol or code
        currency = SYMBOLS.get(mark, mark) if mark else default
        digits = found["number"].replace(",", ".").replace("_", "").replace("'", "")
        try:
            amount = Decimal(found["sign"] + digits)
        except InvalidOperation as error:  # pragma: no cover
            raise Invalid("This is no amount of money", text=text) from error
        factor = 1 if currency in WITHOUT_CENTS else 100
        return cls(int(amount * factor), currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise Invalid("Two currencies do not add up", left=self.currency, right=other.currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(-self.cents, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.cents * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.cents < other.cents

    def __bool__(self) -> bool:
        return self.cents != 0

    def percent(self, percentage: float | Decimal) -> Money:
        """A part of it, rounded half to even as banks do."""
        part = Decimal(self.cents) * Decimal(str(percentage)) / 100
        return Money(int(part.quantize(Decimal(1), ROUND_HALF_EVEN)), self.currency)

    def split(self, parts: int) -> list[Money]:
        """Parts that differ by a cent at most and add up to the whole."""
        if parts < 1: raise Invalid("Money cannot be split into so few parts", parts=parts)
        each, rest = divmod(self.cents, parts)
        return [Money(each + (1 if position < rest else 0), self.currency) for position in range(parts)]

    def __str__(self) -> str:
        if self.currency in WITHOUT_CENTS:
            return f"{self.cents} {self.currency}"
        sign = "-" if self.cents < 0 else ""
        whole, cents = divmod(abs(self.cents), 100)
        return f"{sign}{whole}.{cents:02} {self.currency}"


def total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    """The sum; of nothing, it is zero in `currency`."""
    result = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return Money(0, currency) if result is None else result
