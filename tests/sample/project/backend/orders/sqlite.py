"""Orders in an SQLite database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from backend.core.errors import Conflict, NotFound, Unavailable
from backend.core.money import Money
from backend.orders.models import Line, Order, Status

SCHEMA = """
    create table if not exists orders (
        number integer primary key,
        customer text not null,
        status text not null,
        placed_at text,
        lines text not null
    );
    create index if not exists orders_by_customer on orders (customer, number);
"""


class SqliteRepository:
    """A repository in a file, or in memory for `:memory:`."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(SCHEMA)

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._connection:
                yield self._connection
        except sqlite3.IntegrityError as error:
            raise Conflict("The database refuses this order") from error
        except sqlite3.OperationalError as error:
            raise Unavailable("The database does not answer", retry_after=5) from error

    def next_number(self) -> int:
        with self._errors() as connection, closing(connection.cursor()) as cursor:
            (highest,) = cursor.execute("select max(number) from orders").fetchone()
        return (highest or 1000) + 1

    def get(self, number: int) -> Order:
        with self._errors() as connection:
            row = connection.execute("select * from orders where number = ?", (number,)).fetchone()
        if row is None:
            raise NotFound("There is no such order", number=number)
        return order_from_row(row)

    def save(self, order: Order) -> None:
        values = {
            "number": order.number,
            "customer": order.customer,
            "status": order.status.value,
            "placed_at": order.placed_at.isoformat() if order.placed_at else None,
            "lines": json.dumps(
                [[line.sku, line.quantity, line.price.cents, line.price.currency, line.gift] for line in order.lines]
            ),
        }
        with self._errors() as connection:
            connection.execute(
                "insert or replace into orders values (:number, :customer, :status, :placed_at, :lines)",
                values,
            )

    def find(self, customer: str | None = None, status: Status | None = None) -> Generator[Order, None, None]:
        conditions, values = ["1"], []
        if customer is not None:
            conditions.append("customer = ?")
            values.append(customer)
        if status is not None:
            conditions.append("status = ?")
            values.append(status.value)
        query = f"select * from orders where {' and '.join(conditions)} order by number"
        with (
            self._errors() as connection,
            closing(connection.execute(query, values)) as rows,
        ):
            for row in rows:
                yield order_from_row(row)


def order_from_row(row: sqlite3.Row) -> Order:
    """The order in a row of the table."""
    lines = [
        Line(sku, quantity, Money(cents, currency), gift)
        for sku, quantity, cents, currency, gift in json.loads(row["lines"])
    ]
    placed_at = datetime.fromisoformat(row["placed_at"]) if row["placed_at"] else None
    return Order(row["number"], row["customer"], lines, Status(row["status"]), placed_at)
