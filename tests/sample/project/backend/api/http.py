"""Requests and responses, as far as they are needed here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from backend.core.errors import BackendError, Invalid, Unavailable


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def build(cls, method: str, url: str, data: Any = None, **headers: str) -> Request:
        """A request as a client would send it."""
        parts = urlsplit(url)
        return cls(
            method=method.upper(),
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.replace("_", "-").lower(): value for name, value in headers.items()},
            body=b"" if data is None else json.dumps(data).encode(),
        )

    def json(self) -> dict[str, Any]:
        """The body, which has to be an object."""
        try:
            value = json.loads(self.body)
        except ValueError as error:
            raise Invalid("The body is no JSON") from error
        if not isinstance(value, dict):
            raise Invalid("The body is no object", kind=type(value).__name__)
        return value

    def number(self, name: str, default: int, *, most: int | None = None) -> int:
        """A number from the query."""
        text = self.query.get(name)
        if text is None: return default
        if not text.isdecimal(): raise Invalid("This is no number", name=name, text=text)
        value = int(text)
        if most is not None and value > most:
            value = most
        return value


@dataclass
class Response:
    """What was answered."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status < 400


def from_error(error: Exception, *, debug: bool = False) -> Response:
    """The answer to a failure."""
    match error:
        case Unavailable(message=message, retry_after=seconds):
            return Response(503, {"error": message}, {"retry-after": str(seconds)})
        case BackendError(status=status) if status < 500:
            return Response(status, {"error": error.message, "details": error.details})
        case TimeoutError() | ConnectionError():
            return Response(504, {"error": "Another service does not answer"})
        case _ if debug:
            return Response(500, {"error": repr(error)})
        case _:
            return Response(500, {"error": "Something went wrong"})


def paginate(items: list[Any], request: Request, *, size: int = 20) -> Response:
    """One page of a list, with links to the ones beside it."""
    size = request.number("size", size, most=100) or 1
    pages = max(1, -(-len(items) // size))
    page = min(max(request.number("page", 1), 1), pages)
    links = {}
    if page > 1:
        links["previous"] = f"{request.path}?page={page - 1}&size={size}"
    if page < pages:
        links["next"] = f"{request.path}?page={page + 1}&size={size}"
    return Response(
        200,
        {
            "items": items[(page - 1) * size : page * size],
            "page": page,
            "pages": pages,
            "links": links,
        },
    )
