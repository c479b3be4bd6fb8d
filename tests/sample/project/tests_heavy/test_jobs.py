"""Queues with real workers, on a clock that costs no time."""

import asyncio

from backend.core.clock import ManualClock
from backend.core.errors import NotFound
from backend.jobs.queue import JobQueue, queues


async def answer(value):
    return value


async def break_down():
    raise ZeroDivisionError


async def look_up():
    raise NotFound("There is no such order")


def test_queue():
    async def work():
        async with JobQueue(workers=1, clock=ManualClock()) as queue:
            await queue.put("fine", answer, value=42)
            await queue.put("broken", break_down, attempts=2)
            await queue.put("lost", look_up)
            return [(job.name, job.state) for job in await queue.drain()]

    assert asyncio.run(work()) == [("fine", "done"), ("broken", "failed"), ("lost", "failed")]


def test_several_queues():
    async def work():
        async with queues("mail", "print", clock=ManualClock()) as opened:
            jobs = [await queue.put(name, answer, value=name) for name, queue in opened.items()]
        return [job.result for job in jobs]

    assert asyncio.run(work()) == ["mail", "print"]
