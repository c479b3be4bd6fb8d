"""Orders, from the basket to the parcel."""

from backend.orders.models import Line, Order, Status

__all__ = ["Line", "Order", "Status"]
