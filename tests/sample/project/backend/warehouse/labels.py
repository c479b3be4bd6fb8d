"""Labels for shelves and parcels, as plain text for the little printer."""

from __future__ import annotations

from backend.core.errors import Invalid
from backend.core.text import shorten, wrap
from backend.orders.models import Order
from backend.warehouse.picking import Place

WIDTH = 32
FRAME = {
    "plain": "+-|+",
    "double": "╔═║╝",
    "round": "╭─│╯",
}
CODE_39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"


def box(lines: list[str], style: str = "plain") -> str:
    """Text in a frame."""
    try:
        first, flat, side, last = FRAME[style]
    except KeyError as error:
        raise Invalid("There is no such frame", style=style) from error
    inner = [f"{side} {line:<{WIDTH - 4}} {side}" for line in lines]
    return "\n".join([first + flat * (WIDTH - 2) + first, *inner, last + flat * (WIDTH - 2) + last])


def checksum(text: str) -> str:
    """The check character of Code 39, which scanners ask for."""
    value = 0
    for character in text:
        position = CODE_39.find(character)
        if position < 0:
            raise Invalid("Code 39 has no such character", character=character)
        value += position
    return CODE_39[value % len(CODE_39)]


def shelf_label(place: Place, title: str) -> str:
    """What is glued to a shelf."""
    return box([f"№ {place}", shorten(title, WIDTH - 4)], style="round")


def parcel_label(order: Order, address: str, *, fragile: bool = False) -> str:
    """What is glued to a parcel."""
    code = f"{order.number:08}"
    lines = [
        *wrap(address, WIDTH - 4),
        "",
        f"{order.quantity} pieces" if order.quantity > 1 else "1 piece",
        f"*{code}{checksum(code)}*",
    ]
    if fragile:
        lines.insert(0, "⚠ VORSICHT · FRAGILE · OSTROŻNIE")
    if any(line.gift for line in order.lines):
        lines.append("♥")
    return box(lines, style="double" if fragile else "plain")
