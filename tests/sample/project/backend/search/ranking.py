"""Which of the books that fit comes first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from heapq import nlargest

from backend.search import query as q
from backend.search.index import Book, Index

K = 1.2
B = 0.75

Boost = Callable[[Book], float]


def bm25(index: Index, sku: str, words: Iterable[str]) -> float:
    """The score of one book: rare words count more, long blurbs less."""
    lengths = {known: length(book) for known, book in index.books.items()}
    average = sum(lengths.values()) / len(lengths)
    score = 0.0
    for word in words:
        found = index.postings.get(word, {})
        if sku not in found:
            continue
        frequency = len(found[sku])
        rarity = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
        score += rarity * frequency * (K + 1) / (frequency + K * (1 - B + B * lengths[sku] / average))
    return score


def length(book: Book) -> int:
    """Words in everything that is searched."""
    return sum(len(text.split()) for text in (book.title, book.author, book.blurb))


def wanted_words(nodes: Iterable[q.Node]) -> list[str]:
    """The words that count for the score."""
    words: list[str] = []
    for node in nodes:
        match node:
            case q.Word(stem) | q.Field(_, stem):
                words.append(stem)
            case q.Phrase(stems):
                words.extend(stems)
            case _:
                pass
    return words


def rank(
    index: Index,
    nodes: list[q.Node],
    *,
    limit: int = 10,
    boosts: Iterable[Boost] = (),
) -> list[tuple[Book, float]]:
    """The best books with their scores, the best first, equal ones by title."""
    words = wanted_words(nodes)
    scored = []
    for sku in sorted(index.search(nodes)):
        book = index.books[sku]
        score = bm25(index, sku, words)
        for boost in boosts:
            score *= boost(book)
        scored.append((book, score))
    scored.sort(key=lambda pair: pair[0].title)
    return nlargest(limit, scored, key=lambda pair: pair[1])


def newer_first(year: int) -> Boost:
    """A boost for books of the last years before `year`."""
    return lambda book: 1.5 if year - book.year <= 2 else 1.0
