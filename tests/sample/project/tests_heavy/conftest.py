"""The whole application, as a client sees it."""

import asyncio

import pytest

from backend.api.app import build
from backend.api.http import Request
from backend.core import settings
from backend.core.clock import ManualClock

BOOKS = [
    ("B001", "Flights", "Olga Tokarczuk", 2007, "Travellers, anatomy and the night train to Łódź"),
    ("B002", "The Books of Jacob", "Olga Tokarczuk", 2014, "A messiah on his travels"),
    ("B003", "Night Train to Lisbon", "Pascal Mercier", 2004, "A teacher leaves everything behind"),
    ("B004", "The Train Was on Time", "Heinrich Böll", 1949, "War, and the last journey of a soldier"),
]


class Client:
    """Sends requests without a network."""

    def __init__(self, database):
        self.clock = ManualClock()
        loaded = settings.load({"BACKEND_DATABASE": database, "BACKEND_PAGE_SIZE": "2"})
        self.router, self.service, self.index = build(loaded, clock=self.clock)

    def __call__(self, method, url, data=None, user="ada:clerk"):
        return asyncio.run(self.router.handle(Request.build(method, url, data, X_User=user)))


@pytest.fixture
def client(tmp_path):
    client = Client(str(tmp_path / "orders.db"))
    for sku, title, author, year, blurb in BOOKS:
        book = {"title": title, "author": author, "year": year, "blurb": blurb, "pieces": 5}
        assert client("PUT", f"/books/{sku}", book).status == 204
    yield client
    client.service.repository.close()
