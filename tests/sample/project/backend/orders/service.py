"""What can be done with orders, as one place that knows all the parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend.core.errors import Conflict, Invalid
from backend.core.settings import Settings
from backend.orders import pricing, workflow
from backend.orders.models import Line, Order, Status

if TYPE_CHECKING:
    from backend.core.clock import Clock
    from backend.core.events import EventBus
    from backend.orders.repository import Repository
    from backend.warehouse.stock import Stock


class OrderService:
    """Orders, stock and events together."""

    def __init__(
        self,
        repository: Repository,
        stock: Stock,
        bus: EventBus,
        clock: Clock,
        settings: Settings = Settings(),
    ) -> None:
        self.repository = repository
        self.stock = stock
        self.bus = bus
        self.clock = clock
        self.settings = settings

    async def place(self, customer: str, lines: Sequence[Line], code: str | None = None) -> Order:
        """Reserves the goods and keeps the order; on any failure nothing stays reserved."""
        if not customer.strip():
            raise Invalid("An order needs a customer")
        order = Order(self.repository.next_number(), customer)
        for line in lines:
            order.add(line)
        quote = pricing.quote(
            order.lines,
            code=code,
            tax_percent=self.settings.tax_percent,
            free_shipping=self.settings.free_shipping,
        )
        reserved: list[Line] = []
        kept = False
        try:
            for line in order.lines:
                self.stock.reserve(line.sku, line.quantity)
                reserved.append(line)
            workflow.apply(order, "place", self.clock.now())
            self.repository.save(order)
            kept = True
        finally:
            if not kept:
                for line in reserved:
                    self.stock.release(line.sku, line.quantity)
        await self.bus.emit("order.placed", number=order.number, gross=str(quote.gross))
        return order

    async def act(self, number: int, action: str, note: str = "") -> Order:
        """Moves an order on and does what follows from it."""
        order = self.repository.get(number)
        before = order.status
        workflow.apply(order, action, self.clock.now(), note)
        match order.status:
            case Status.SHIPPED:
                for line in order.lines:
                    self.stock.take(line.sku, line.quantity)
            case Status.CANCELLED if before is not Status.DRAFT:
                for line in order.lines:
                    self.stock.release(line.sku, line.quantity)
            case Status.RETURNED:
                for line in order.lines:
                    self.stock.put(line.sku, line.quantity)
        self.repository.save(order)
        await self.bus.emit(f"order.{order.status.value}", number=number)
        return order

    async def cancel_all(self, customer: str) -> tuple[int, int]:
        """Cancels what can still be cancelled of a customer; how many could, and how many could not."""
        cancelled = failed = 0
        for order in list(self.repository.find(customer)):
            if order.status.is_final: continue
            try:
                await self.act(order.number, "cancel", "customer left")
            except Conflict:
                failed += 1
            else:
                cancelled += 1
        return cancelled, failed
