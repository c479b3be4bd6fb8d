"""Which way an order may go."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.core.errors import Conflict, Invalid
from backend.orders.models import Order, Status

RETURN_WITHIN = timedelta(days=30)


def next_status(order: Order, action: str, now: datetime) -> Status:
    """Where an action leads from where the order is."""
    match (order.status, action):
        case (status, _) if status.is_final:
            raise Conflict("This order is closed", number=order.number, status=status.value)
        case (Status.DRAFT, "place"):
            return Status.PLACED
        case (Status.PLACED, "pick"):
            return Status.PICKING
        case (Status.PICKING, "ship"):
            return Status.SHIPPED
        case (Status.PICKING, "pause"):
            return Status.PLACED
        case (Status.DRAFT | Status.PLACED | Status.PICKING, "cancel"):
            return Status.CANCELLED
        case (Status.SHIPPED, "return") if order.placed_at and now - order.placed_at <= RETURN_WITHIN:
            return Status.RETURNED
        case (Status.SHIPPED, "return"):
            raise Conflict("It is too late to send this back", number=order.number)
        case (_, "place" | "pick" | "pause" | "ship" | "cancel" | "return"):
            raise Conflict("Not from here", number=order.number, status=order.status.value, action=action)
        case _:
            raise Invalid("There is no such action", action=action)


def apply(order: Order, action: str, now: datetime, note: str = "") -> Order:
    """Moves the order on and writes its history."""
    status = next_status(order, action, now)
    if status is Status.PLACED and order.placed_at is None:
        if not order.lines:
            raise Invalid("An empty order cannot be placed", number=order.number)
        order.placed_at = now
    order.history.append((order.status, note or action))
    order.status = status
    return order


def undo(order: Order) -> Order:
    """Takes the last step back, where that is still possible."""
    if not order.history:
        raise Conflict("There is nothing to undo", number=order.number)
    if order.status in (Status.SHIPPED, Status.RETURNED):
        raise Conflict("The parcel has left the house", number=order.number)
    order.status, _ = order.history.pop()
    if order.status is Status.DRAFT:
        order.placed_at = None
    return order


def describe(order: Order) -> str:
    """The history in one line: `draft → placed (paid by card) → picking`."""
    steps = []
    for status, note in order.history:
        plain = note in ("place", "pick", "pause", "ship", "cancel", "return")
        steps.append((status.value, "" if plain else f" ({note})"))
    text = ""
    for value, note in steps:
        text += f"{value} →{note} "
    return text + order.status.value
