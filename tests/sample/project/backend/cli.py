"""The command line of the clerks."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TextIO

from backend import __version__
from backend.core.errors import BackendError, chain
from backend.orders.models import Status
from backend.orders.sqlite import SqliteRepository
from backend.warehouse import importer
from backend.warehouse.stock import Stock


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    result = argparse.ArgumentParser(prog="backend", description=__doc__)
    result.add_argument("--version", action="version", version=__version__)
    result.add_argument("--database", default="orders.db")
    result.add_argument("--quiet", action="store_true", help="only the exit code")
    commands = result.add_subparsers(dest="command", required=True)

    orders = commands.add_parser("orders", help="list orders")
    orders.add_argument("--status", choices=[status.value for status in Status])
    orders.add_argument("--customer")

    deliver = commands.add_parser("deliver", help="book delivery notes in")
    deliver.add_argument("notes", nargs="+", type=Path)
    return result


def list_orders(options: argparse.Namespace, out: TextIO) -> int:
    """One order a line."""
    status = Status(options.status) if options.status else None
    count = 0
    with closing(SqliteRepository(options.database)) as repository:
        with closing(repository.find(options.customer, status)) as orders:
            for order in orders:
                count += 1
                print(f"{order.number}  {order.status.value:<10}{order.amount!s:>14}  {order.customer}", file=out)
    if not count:
        print("no orders", file=out)
    return 0


def deliver(options: argparse.Namespace, out: TextIO) -> int:
    """Books delivery notes in; the exit code is 1 when a row could not be read."""
    stock = Stock()
    worst = 0
    for note in options.notes:
        report = importer.load(note, stock)
        print(f"{note.name}: {report.accepted} rows, {report.pieces} pieces", file=out)
        for problem in report.problems:
            print(f"  {problem}", file=out)
        if not report.ok:
            worst = 1
    return worst


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Runs one command and gives back its exit code."""
    options = parser().parse_args(arguments)
    try:
        with ExitStack() as stack:
            if options.quiet:
                out = stack.enter_context(open(os.devnull, "w"))
            if options.command == "orders":
                return list_orders(options, out)
            else:
                return deliver(options, out)
    except BackendError as error:
        for depth, message in enumerate(chain(error)):
            print("  " * depth + message, file=out)
        return 2


if __name__ == "__main__":
    sys.exit(main())
