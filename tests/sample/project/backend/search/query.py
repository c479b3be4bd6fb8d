"""What a person types: `night train "Łódź fabryczna" -war author:tokarczuk year:1990..2010`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.core.errors import Invalid
from backend.search.tokenizer import tokens

PART = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))')
FIELDS = ("title", "author", "year")


@dataclass(frozen=True)
class Word:
    """A word somewhere."""

    stem: str


@dataclass(frozen=True)
class Phrase:
    """Words one after the other."""

    stems: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A word in one field."""

    name: str
    stem: str


@dataclass(frozen=True)
class Years:
    """A span of years, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Not:
    """Whatever does not fit."""

    node: Node


Node = Word | Phrase | Field | Years | Not


def parse(text: str) -> list[Node]:
    """All of these have to fit."""
    if text.count('"') % 2:
        raise Invalid("A quotation mark is left open", text=text)
    nodes: list[Node] = []
    for minus, name, quoted, plain in PART.findall(text):
        node = part(name.lower(), quoted or plain)
        if node is not None:
            nodes.append(Not(node) if minus else node)
    if nodes and all(isinstance(node, Not) for node in nodes):
        raise Invalid("A query cannot only say what it does not want", text=text)
    return nodes


def part(name: str, value: str) -> Node | None:
    """One part of a query; `None` when nothing is left of it."""
    stems = tuple(stem for _, stem in tokens(value))
    match name, stems:
        case "year", _:
            return years(value)
        case field, _ if field not in ("", *FIELDS):
            raise Invalid("There is no such field", field=field, known=FIELDS)
        case _, ():
            return None
        case "", (stem,):
            return Word(stem)
        case "", _:
            return Phrase(stems)
        case field, (stem, *_):
            return Field(field, stem)


def years(value: str) -> Years:
    """Reads `1984`, `1984..`, `..1990` or `1984..1990`."""
    first, dots, last = value.partition("..")
    try:
        match bool(first), bool(dots), bool(last):
            case True, False, False:
                return Years(int(first), int(first))
            case True, True, False:
                return Years(int(first), 9999)
            case False, True, True:
                return Years(0, int(last))
            case _:
                span = Years(int(first), int(last))
    except ValueError as error:
        raise Invalid("This is no span of years", value=value) from error
    if span.first > span.last: raise Invalid("These years run backwards", value=value)
    return span


def show(node: Node) -> str:
    """A node as it could have been typed."""
    match node:
        case Word(stem):
            return stem
        case Phrase(stems):
            return f'"{" ".join(stems)}"'
        case Field(name=name, stem=stem):
            return f"{name}:{stem}"
        case Years(first=first, last=last) if first == last:
            return f"year:{first}"
        case Years(first, last):
            return f"year:{first or ''}..{last if last < 9999 else ''}"
        case Not(inner):
            return "-" + show(inner)
