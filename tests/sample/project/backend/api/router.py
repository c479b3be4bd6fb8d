"""Which function answers which request."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from backend.api.http import Request, Response, from_error
from backend.core.errors import Invalid

Handler = Callable[..., Awaitable[Response]]
PARAMETER = re.compile(r"\{(\w+)(?::(int|str))?\}")


@dataclass(frozen=True)
class Route:
    """A pattern and its function."""

    method: str
    pattern: re.Pattern[str]
    converters: dict[str, Callable[[str], object]]
    handler: Handler


def compile_path(path: str) -> tuple[re.Pattern[str], dict[str, Callable[[str], object]]]:
    """The pattern of `/orders/{number:int}`, and how its parameters are read."""
    converters: dict[str, Callable[[str], object]] = {}
    pattern = ""
    end = 0
    for found in PARAMETER.finditer(path):
        name, kind = found.groups()
        pattern += re.escape(path[end : found.start()])
        pattern += rf"(?P<{name}>\d+)" if kind == "int" else rf"(?P<{name}>[^/]+)"
        converters[name] = int if kind == "int" else str
        end = found.end()
    return re.compile(pattern + re.escape(path[end:])), converters


class Router:
    """Routes in the order in which they were added."""

    def __init__(self, *, debug: bool = False) -> None:
        self.routes: list[Route] = []
        self.debug = debug

    def route(self, method: str, path: str) -> Callable[[Handler], Handler]:
        """Registers a function: `@router.route("GET", "/orders/{number:int}")`."""

        def register(handler: Handler) -> Handler:
            self.routes.append(Route(method, *compile_path(path), handler))
            return handler

        return register

    async def handle(self, request: Request) -> Response:
        """Answers a request, whatever happens."""
        allowed: list[str] = []
        for route in self.routes:
            found = route.pattern.fullmatch(request.path)
            if not found:
                continue
            if route.method != request.method:
                allowed.append(route.method)
                continue
            arguments = {name: route.converters[name](text) for name, text in found.groupdict().items()}
            try:
                return await route.handler(request, **arguments)
            except Exception as error:
                return from_error(error, debug=self.debug)
        if allowed:
            return Response(405, {"error": "Not this way"}, {"allow": ", ".join(sorted(set(allowed)))})
        return Response(404, {"error": "There is nothing here"})


def needs(*names: str) -> Callable[[Handler], Handler]:
    """Refuses a body in which one of these is missing."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def wrapper(request: Request, **arguments: object) -> Response:
            body = request.json()
            missing = [name for name in names if name not in body]
            if missing:
                raise Invalid("The body is not complete", missing=missing)
            return await handler(request, **arguments)

        return wrapper

    return decorate


def signed_in(role: str | None = None) -> Callable[[Handler], Handler]:
    """Refuses requests of strangers, and with a role also those of the wrong people."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def wrapper(request: Request, **arguments: object) -> Response:
            user, _, roles = request.headers.get("x-user", "").partition(":")
            if not user:
                return Response(401, {"error": "Who are you?"})
            if role is not None and role not in roles.split(","):
                return Response(403, {"error": "This is not for you"})
            return await handler(request, **arguments)

        return wrapper

    return decorate
