"""The whole back office behind its addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend.api.http import Request, Response, paginate
from backend.api.router import Router, needs, signed_in
from backend.core.clock import Clock, SystemClock
from backend.core.errors import Invalid
from backend.core.events import EventBus
from backend.core.money import Money
from backend.core.settings import Settings
from backend.orders.models import Line, Status
from backend.orders.repository import MemoryRepository, Repository
from backend.orders.service import OrderService
from backend.orders.sqlite import SqliteRepository
from backend.search import query, ranking
from backend.search.index import Book, Index
from backend.warehouse.stock import Stock


def lines_of(body: dict[str, Any]) -> list[Line]:
    """The lines in the body of an order."""
    lines = []
    for item in body["lines"]:
        match item:
            case {"sku": str(sku), "quantity": int(quantity), "price": str(price), **rest}:
                lines.append(Line(sku, quantity, Money.parse(price), gift=bool(rest.get("gift"))))
            case {"sku": sku}:
                raise Invalid("This line is not complete", sku=sku)
            case _:
                raise Invalid("This is no line of an order")
    return lines


def build(
    settings: Settings = Settings(),
    *,
    clock: Clock | None = None,
    repository: Repository | None = None,
) -> tuple[Router, OrderService, Index]:
    """Puts the parts together."""
    if repository is None:
        if settings.database == ":memory:":
            repository = MemoryRepository()
        else:
            repository = SqliteRepository(str(Path(settings.database).expanduser()))
    index = Index()
    service = OrderService(repository, Stock(), EventBus(), clock or SystemClock(), settings)
    router = Router()

    @router.route("GET", "/health")
    async def health(request: Request) -> Response:
        return Response(200, {"ok": True})

    @router.route("POST", "/orders")
    @signed_in()
    @needs("customer", "lines")
    async def place(request: Request) -> Response:
        body = request.json()
        order = await service.place(body["customer"], lines_of(body), body.get("voucher"))
        return Response(201, order.as_dict(), {"location": f"/orders/{order.number}"})

    @router.route("GET", "/orders")
    @signed_in()
    async def list_orders(request: Request) -> Response:
        status = None
        if "status" in request.query:
            try:
                status = Status(request.query["status"])
            except ValueError as error:
                raise Invalid("There is no such status") from error
        orders = service.repository.find(request.query.get("customer"), status)
        return paginate([order.as_dict() for order in orders], request, size=settings.page_size)

    @router.route("GET", "/orders/{number:int}")
    @signed_in()
    async def show_order(request: Request, number: int) -> Response:
        return Response(200, service.repository.get(number).as_dict())

    @router.route(
        "POST",
        "/orders/{number:int}/{action}",
    )
    @signed_in(
        role="clerk",
    )
    async def act(request: Request, number: int, action: str) -> Response:
        order = await service.act(number, action, request.query.get("note", ""))
        return Response(200, order.as_dict())

    @router.route("GET", "/search")
    async def search(request: Request) -> Response:
        nodes = query.parse(request.query.get("q", ""))
        found = ranking.rank(index, nodes, limit=request.number("limit", 10, most=50))
        if not found and (words := ranking.wanted_words(nodes)):
            return Response(200, {"books": [], "suggestions": index.suggest(words[0])})
        return Response(200, {"books": [book.title for book, _ in found]})

    @router.route("PUT", "/books/{sku}")
    @signed_in(role="clerk")
    @needs("title", "author", "year")
    async def put_book(request: Request, sku: str) -> Response:
        body = request.json()
        index.add(Book(sku, body["title"], body["author"], int(body["year"]), body.get("blurb", "")))
        if pieces := body.get("pieces"):
            service.stock.put(sku, pieces)
        return Response(204)

    return router, service, index
