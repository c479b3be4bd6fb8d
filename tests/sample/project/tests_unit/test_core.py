"""Money, text, errors, settings, time, cache: what needs nothing else."""

from datetime import date

import pytest

from backend.core import settings
from backend.core.cache import Cache, cached
from backend.core.clock import Clock, ManualClock, add_working_days
from backend.core.errors import Invalid, NotFound, chain
from backend.core.money import Money, total
from backend.core.text import fold, shorten, slug


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("12.50", Money(1250)),
        ("12,50 EUR", Money(1250)),
        ("€3", Money(300)),
        ("49,90 zł", Money(4990, "PLN")),
        ("-1'000.00", Money(-100_000)),
    ],
)
def test_money_from_text(text, money):
    assert Money.parse(text) == money


@pytest.mark.parametrize("text", ["", "twelve", "€ 1 USD"])
def test_no_money(text):
    with pytest.raises(Invalid):
        Money.parse(text)


def test_arithmetic():
    assert str(Money(1250) * 2 - Money(1)) == "24.99 EUR"
    assert str(-Money(5)) == "-0.05 EUR"
    assert Money(250).percent(10) == Money(25)
    assert Money(100) < Money(101) and not Money(0)
    assert total([Money(1), Money(2)]) == Money(3)
    assert [part.cents for part in Money(100).split(3)] == [34, 33, 33]
    with pytest.raises(Invalid, match="left='EUR', right='USD'"):
        Money(1) + Money(1, "USD")


def test_text():
    assert fold("Łódź") == fold("LODZ") == "lodz"
    assert slug("Die Straße – Teil 2") == "die-strasse-teil-2"
    assert slug("one two three", limit=8) == "one-two"
    assert shorten("A Farewell to Arms", 12) == "A Farewell…"


def test_chain():
    try:
        try:
            raise KeyError("B001")
        except KeyError as error:
            raise NotFound("There is no such article") from error
    except NotFound as error:
        assert chain(error) == ["There is no such article", "'B001'"]


def test_settings():
    loaded = settings.load({"BACKEND_PAGE_SIZE": "50", "BACKEND_TAX_PERCENT": "19,5", "HOME": "/"})
    assert (loaded.page_size, loaded.tax_percent) == (50, 19.5)
    assert settings.load({"BACKEND_FREE_SHIPPING": "Yes"}).free_shipping
    with pytest.raises(Invalid):
        settings.load({"BACKEND_PAGE_SIZE": "many"})
    former = settings.override(loaded)
    assert settings.current() is loaded
    settings.override(former)


def test_working_days():
    assert isinstance(ManualClock(), Clock)
    friday = date(2024, 3, 1)
    assert add_working_days(friday, 1) == date(2024, 3, 4)
    assert add_working_days(friday, 1, frozenset({date(2024, 3, 4)})) == date(2024, 3, 5)


def test_cache():
    cache = Cache(2)
    assert [cache.get(key, lambda key=key: key * 2) for key in (1, 2, 1, 3, 2)] == [2, 4, 2, 6, 4]
    assert (cache.statistics.hits, cache.statistics.evictions) == (1, 2)
    assert cache.statistics.hit_rate == 0.2


def test_cached():
    calls = []

    @cached(size=4)
    def double(number):
        calls.append(number)
        return 2 * number

    assert [double(1), double(1), double(2)] == [2, 2, 4]
    assert calls == [1, 2] and len(double.cache) == 2
