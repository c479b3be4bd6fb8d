"""Delivery notes of publishers, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from backend.core.errors import BackendError, Invalid
from backend.core.money import Money
from backend.warehouse.stock import Stock

COLUMNS = {
    "sku": ("sku", "article", "isbn"),
    "quantity": ("quantity", "qty", "pieces", "menge"),
    "price": ("price", "unit price", "preis"),
    "title": ("title", "titel", "tytuł"),
}


@dataclass(frozen=True)
class Delivery:
    """One row of a delivery note."""

    sku: str
    quantity: int
    price: Money
    title: str = ""


@dataclass
class Report:
    """What became of a delivery note."""

    accepted: int = 0
    pieces: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def columns(header: Iterable[str]) -> dict[str, int]:
    """Which column holds what, by any of the names in use."""
    names = [name.strip().casefold() for name in header]
    result: dict[str, int] = {}
    for field_name, candidates in COLUMNS.items():
        for candidate in candidates:
            if candidate in names:
                result[field_name] = names.index(candidate)
                break
        else:
            if field_name != "title":
                raise Invalid("A column is missing", column=field_name, known=candidates)
    return result


def check_isbn(text: str) -> str:
    """An ISBN-13 without dashes, its check digit verified; other article numbers as they are."""
    digits = text.replace("-", "").strip()
    if len(digits) != 13 or not digits.isdigit(): return text.strip()
    checksum = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    if checksum % 10:
        raise Invalid("The check digit is wrong", isbn=text)
    return digits


def rows(text: str, problem: Callable[[str], None]) -> Iterator[Delivery]:
    """The rows that can be read; the others go to `problem`, with their line."""
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    where = columns(next(reader, []))
    for cells in reader:
        if not any(cells):
            continue
        try:
            quantity = int(cells[where["quantity"]])
            if quantity < 1:
                raise Invalid("Goods come in whole pieces", quantity=quantity)
            delivery = Delivery(
                sku=check_isbn(cells[where["sku"]]),
                quantity=quantity,
                price=Money.parse(cells[where["price"]]),
                title=cells[where["title"]].strip() if "title" in where else "",
            )
        except IndexError:
            problem(f"line {reader.line_num}: too few cells")
        except (ValueError, BackendError) as error:
            problem(f"line {reader.line_num}: {error}")
        else:
            yield delivery


def load(path: Path, stock: Stock, *, encoding: str = "utf-8-sig") -> Report:
    """Books a delivery note in."""
    report = Report()
    try:
        with path.open("rb") as file:
            content = file.read()
    except OSError as error:
        report.problems.append(f"{path.name}: {error.strerror}")
        return report
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    for delivery in rows(text, report.problems.append):
        stock.put(delivery.sku, delivery.quantity)
        report.accepted += 1
        report.pieces += delivery.quantity
    return report
