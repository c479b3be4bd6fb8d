"""From text to words that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.core.cache import cached
from backend.core.text import fold

WORD = re.compile(r"\w+(?:'\w+)?")
STOP_WORDS = frozenset("a an and as at by der die das und for from i in is la le les of on or the to w z".split())
ENDINGS = (
    # longest first
    ("ations", "at"),
    ("nesses", ""),
    ("ation", "at"),
    ("ness", ""),
    ("ings", ""),
    ("ies", "y"),
    ("ing", ""),
    ("es", "e"),
    ("s", ""),
)


@cached(size=1_000)
def stem(word: str) -> str:
    """A word without its ending: rough, but the same for books and queries."""
    if len(word) <= 3 or word.isdigit(): return word
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            short = word.removesuffix(ending) + instead
            if len(short) >= 3:
                return short
    return word.removesuffix("'s")


def tokens(text: str, *, stop_words: bool = False) -> Iterator[tuple[int, str]]:
    """The words of a text with their positions; stop words count as positions but are left out."""
    for position, found in enumerate(WORD.finditer(fold(text))):
        word = found.group()
        if word in STOP_WORDS and not stop_words:
            continue
        yield position, stem(word)


def trigrams(word: str) -> set[str]:
    """All groups of three letters, with a space before and after."""
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def similarity(left: str, right: str) -> float:
    """How alike two words are, from 0 to 1."""
    first, second = trigrams(left), trigrams(right)
    if not first or not second:  # pragma: no cover - a padded word has always one
        return 0.0
    return len(first & second) / len(first | second)
