"""Settings, read once from the environment and then kept for the process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from backend.core.errors import Invalid

PREFIX = "BACKEND_"
TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off")

_current: Settings | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    database: str = ":memory:"
    currency: str = "EUR"
    page_size: int = 20
    workers: int = 2
    free_shipping: bool = False
    tax_percent: float = 7.0


def parse(kind: str, text: str) -> object:
    """One value from its text; `kind` is the name of a type."""
    try:
        match kind:
            case "int":
                return int(text)
            case "float":
                return float(text.replace(",", "."))
            case "bool" if text.lower() in TRUE_WORDS:
                return True
            case "bool" if text.lower() in FALSE_WORDS:
                return False
            case "bool":
                raise ValueError(f"neither yes nor no: {text!r}")
    except ValueError as error:
        raise Invalid("This setting cannot be read", kind=kind, text=text) from error
    return text


def load(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment asks for; what it leaves out keeps its default."""
    known = {field.name: str(field.type) for field in fields(Settings)}
    changes: dict[str, object] = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise Invalid("There is no such setting", variable=variable)
        changes[name] = parse(known[name], text)
    return replace(Settings(), **changes)


def current() -> Settings:
    """The settings of this process."""
    global _current
    if _current is None:
        _current = load(os.environ)
    return _current


def override(settings: Settings | None) -> Settings | None:
    """Puts other settings in place of the process's, `None` to read them anew, and gives back the former ones."""
    global _current
    former, _current = _current, settings
    return former
