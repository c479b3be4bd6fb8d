"""The nightly export to the old accounting system, kept until the audit is over.

Nothing imports this any more; the auditors run it by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from backend.orders.models import Order, Status

RECORD = "{number:010}{date:>8}{customer:<30.30}{cents:012}{sign}"
TRAILER = "9" * 10


class ExportError(Exception):
    """The old system would not read this."""


def record(order: Order) -> str:
    """One order in 61 columns."""
    if order.placed_at is None:
        raise ExportError(f"order {order.number} was never placed")
    amount = order.amount
    return RECORD.format(
        number=order.number,
        date=f"{order.placed_at:%Y%m%d}",
        customer=order.customer.encode("ascii", "replace").decode(),
        cents=abs(amount.cents),
        sign="-" if order.status is Status.RETURNED else "+",
    )


def export(orders: Iterable[Order], path: Path) -> int:
    """Writes all orders that were ever placed, and says how many."""
    count = 0
    with path.open("w", encoding="ascii", newline="\r\n") as file:
        for order in orders:
            try:
                line = record(order)
            except ExportError as error:
                print(error, file=sys.stderr)
                continue
            else:
                count += 1
            file.write(line + "\n")
        file.write(f"{TRAILER}{count:08}\n")
    return count


def read_back(path: Path) -> dict[int, int]:
    """Cents by order number, to compare an export with the books."""
    result: dict[int, int] = {}
    with path.open(encoding="ascii") as file:
        for line in file:
            if line.startswith(TRAILER):
                if int(line[10:18]) != len(result):
                    raise ExportError("the trailer does not fit")
                break
            sign = -1 if line[60] == "-" else 1
            result[int(line[:10])] = sign * int(line[48:60])
        else:
            raise ExportError("there is no trailer")
    return result


if __name__ == "__main__":
    print(read_back(Path(sys.argv[1])))
