"""Work that can wait, done by a few workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from backend.core.clock import Clock, SystemClock
from backend.core.errors import BackendError
from backend.core.retry import retry

Work = Callable[..., Awaitable[Any]]


@dataclass
class Job:
    """A call to be made."""

    name: str
    work: Work
    arguments: dict[str, Any] = field(default_factory=dict)
    attempts: int = 1
    result: Any = None
    error: Exception | None = None

    @property
    def state(self) -> str:
        if self.error is not None:
            return "failed"
        return "waiting" if self.result is None else "done"


class JobQueue:
    """Jobs in order, and those who do them: `async with JobQueue(workers=2) as queue`."""

    def __init__(self, *, workers: int = 1, clock: Clock | None = None) -> None:
        self.workers = workers
        self.clock = clock or SystemClock()
        self.finished: list[Job] = []
        self._waiting: asyncio.Queue[Job | None] = asyncio.Queue()
        self._tasks: list[asyncio.Task[int]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._worker()) for _ in range(self.workers)]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for task in self._tasks:
                task.cancel()
        else:
            for _ in self._tasks:
                await self._waiting.put(None)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def put(self, name: str, work: Work, *, attempts: int = 1, **arguments: Any) -> Job:
        """Queues a call."""
        job = Job(name, work, arguments, attempts)
        await self._waiting.put(job)
        return job

    async def jobs(self) -> AsyncIterator[Job]:
        """What is to be done, until the queue is closed."""
        while (job := await self._waiting.get()) is not None:
            yield job
            self._waiting.task_done()

    async def _worker(self) -> int:
        done = 0
        async for job in self.jobs():
            await self._run(job)
            done += 1
        else:
            self._waiting.task_done()
        return done

    async def _run(self, job: Job) -> None:
        try:
            result = await retry(
                lambda: job.work(**job.arguments),
                clock=self.clock,
                attempts=job.attempts,
            )
        except BackendError as error:
            job.error = error
        except Exception as error:
            job.error = RuntimeError(f"{job.name} broke: {error!r}")
            job.error.__cause__ = error
        else:
            job.result = result
        finally:
            self.finished.append(job)

    async def drain(self) -> list[Job]:
        """Waits until everything queued so far is done."""
        await self._waiting.join()
        return self.finished


@asynccontextmanager
async def queues(*names: str, clock: Clock | None = None) -> AsyncIterator[dict[str, JobQueue]]:
    """Several queues that open and close together."""
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(JobQueue(clock=clock)) for name in names}
