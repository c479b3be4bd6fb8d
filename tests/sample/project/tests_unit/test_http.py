"""Requests, responses and routes, without an application behind them."""

import asyncio

import pytest

from backend.api.http import Request, Response, from_error, paginate
from backend.api.router import Router, compile_path, signed_in
from backend.core.errors import Invalid, NotFound, Unavailable


def test_request():
    request = Request.build("post", "/orders?page=3&size=x", {"a": 1}, X_User="ada")
    assert (request.method, request.path, request.headers) == ("POST", "/orders", {"x-user": "ada"})
    assert request.json() == {"a": 1}
    assert (request.number("page", 1), request.number("limit", 10)) == (3, 10)
    with pytest.raises(Invalid):
        request.number("size", 20)
    with pytest.raises(Invalid):
        Request.build("GET", "/").json()


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound("gone"), 404), (Unavailable("later"), 503), (TimeoutError(), 504), (KeyError("x"), 500)],
)
def test_errors(error, status):
    assert from_error(error).status == status


def test_last_page():
    page = paginate(list(range(9)), Request.build("GET", "/n?page=7&size=4"))
    assert (page.body["items"], page.body["page"]) == ([8], 3)
    assert page.body["links"] == {"previous": "/n?page=2&size=4"}


def test_path():
    pattern, converters = compile_path("/orders/{number:int}/{action}")
    assert pattern.fullmatch("/orders/7/ship").groupdict() == {"number": "7", "action": "ship"}
    assert converters == {"number": int, "action": str}


def test_router():
    router = Router()

    @router.route("GET", "/echo/{word}")
    @signed_in("clerk")
    async def echo(request, word):
        return Response(200, word)

    def ask(method, path, user=""):
        return asyncio.run(router.handle(Request.build(method, path, X_User=user)))

    assert ask("GET", "/echo/hello", "ada:clerk").body == "hello"
    assert ask("GET", "/echo/hello", "eve").status == 403
    assert ask("GET", "/echo/hello").status == 401
    assert ask("PUT", "/echo/hello").headers == {"allow": "GET"}
