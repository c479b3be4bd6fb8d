"""Orders and search through the front door."""

import pytest

ORDER = {
    "customer": "Jürgen",
    "lines": [
        {"sku": "B001", "quantity": 2, "price": "9.95"},
        {"sku": "B003", "quantity": 1, "price": "12,50 EUR", "gift": True},
    ],
}


def test_order_and_ship(client):
    placed = client("POST", "/orders", ORDER)
    assert (placed.status, placed.headers) == (201, {"location": "/orders/1001"})
    for action in ("pick", "ship"):
        assert client("POST", f"/orders/1001/{action}").ok
    shown = client("GET", "/orders/1001").body
    assert (shown["status"], shown["amount"]) == ("shipped", "32.40 EUR")
    assert client.service.stock.available("B001") == 3


def test_nothing_stays_reserved(client):
    lines = [*ORDER["lines"], {"sku": "B002", "quantity": 9, "price": "1"}]
    answer = client("POST", "/orders", {"customer": "Zoë", "lines": lines})
    assert answer.status == 409
    assert answer.body["details"] == {"sku": "B002", "available": 5, "wanted": 9}
    assert client.service.stock.available("B001") == 5


def test_first_page(client):
    for customer in ("Zoë", "Jürgen", "Zoë"):
        client("POST", "/orders", {"customer": customer, "lines": ORDER["lines"][1:]})
    first = client("GET", "/orders")
    assert [order["number"] for order in first.body["items"]] == [1001, 1002]
    assert first.body["links"] == {"next": "/orders?page=2&size=2"}
    assert len(client("GET", "/orders?customer=Zo%C3%AB&status=placed").body["items"]) == 2


@pytest.mark.parametrize(
    ("method", "url", "data", "user", "status"),
    [
        ("GET", "/health", None, "", 200),
        ("GET", "/nowhere", None, "", 404),
        ("DELETE", "/orders", None, "", 405),
        ("GET", "/orders", None, "", 401),
        ("POST", "/orders/1001/ship", None, "eve:guest", 403),
        ("GET", "/orders/7", None, "ada", 404),
        ("POST", "/orders", {"customer": "Zoë"}, "ada", 422),
        ("POST", "/orders", {"customer": "Zoë", "lines": [{"sku": "B001"}]}, "ada", 422),
    ],
)
def test_answers(client, method, url, data, user, status):
    assert client(method, url, data, user).status == status


def test_suggestions(client):
    answer = client("GET", "/search?q=tokarzcuk&limit=99")
    assert answer.body == {"books": [], "suggestions": ["tokarczuk"]}


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("night+train", ["Flights", "Night Train to Lisbon"]),
        ("author:tokarczuk+travels", ["The Books of Jacob"]),
        ("night+-lisbon", ["Flights"]),
    ],
)
def test_search(client, typed, titles):
    assert client("GET", f"/search?q={typed}").body["books"] == titles
