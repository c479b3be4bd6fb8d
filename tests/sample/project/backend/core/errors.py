"""What can go wrong, as exceptions that carry enough to answer a person."""


class BackendError(Exception):
    """The base of all errors that are somebody's to fix."""

    status = 500

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        if not self.details: return self.message
        pairs = ", ".join(f"{name}={value!r}" for name, value in sorted(self.details.items()))
        return f"{self.message} ({pairs})"


class NotFound(BackendError):
    """There is no such thing."""

    status = 404


class Invalid(BackendError):
    """What was asked for makes no sense."""

    status = 422


class Conflict(BackendError):
    """What was asked for made sense, but not now."""

    status = 409


class Unavailable(BackendError):
    """Try again later."""

    status = 503

    def __init__(self, message: str, retry_after: int = 1, **details: object) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after


def chain(error: BaseException) -> list[str]:
    """The messages of an error and of everything that led to it, outermost first."""
    messages: list[str] = []
    current: BaseException | None = error
    while current is not None:
        messages.append(str(current) or type(current).__name__)
        if current.__suppress_context__:
            current = current.__cause__
        else:
            current = current.__cause__ or current.__context__
    return messages
