"""Which word is in which book, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from backend.core.errors import NotFound
from backend.search import query as q
from backend.search.tokenizer import similarity, tokens


@dataclass(frozen=True)
class Book:
    """What is known of a book."""

    sku: str
    title: str
    author: str
    year: int
    blurb: str = ""


@dataclass
class Index:
    """Positions by word and book. Fields are kept apart by a gap that no phrase crosses."""

    GAP = 1_000

    books: dict[str, Book] = field(default_factory=dict)
    postings: dict[str, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, book: Book) -> None:
        """Puts a book in, in place of an older one of the same number."""
        if book.sku in self.books:
            self.remove(book.sku)
        self.books[book.sku] = book
        for number, text in enumerate((book.title, book.author, book.blurb)):
            for position, word in tokens(text):
                self.postings[word].setdefault(book.sku, []).append(number * self.GAP + position)

    def remove(self, sku: str) -> None:
        """Takes a book out."""
        try:
            del self.books[sku]
        except KeyError:
            raise NotFound("There is no such book", sku=sku) from None
        for word in [word for word, found in self.postings.items() if sku in found]:
            del self.postings[word][sku]
            if not self.postings[word]:
                del self.postings[word]

    def matches(self, node: q.Node) -> set[str]:
        """The books that one part of a query fits."""
        match node:
            case q.Word(stem):
                return set(self.postings.get(stem, ()))
            case q.Phrase(stems):
                return set(self._phrase(stems))
            case q.Field(name, stem):
                return {
                    sku
                    for sku in self.postings.get(stem, ())
                    if any(word == stem for _, word in tokens(getattr(self.books[sku], name)))
                }
            case q.Years(first, last):
                return {sku for sku, book in self.books.items() if first <= book.year <= last}
            case q.Not(inner):
                return set(self.books) - self.matches(inner)
            case _:  # pragma: no cover
                assert_never(node)

    def _phrase(self, stems: Iterable[str]) -> Iterator[str]:
        first, *others = stems
        for sku, starts in self.postings.get(first, {}).items():
            for start in starts:
                expected = start
                for word in others:
                    expected += 1
                    if expected not in self.postings.get(word, {}).get(sku, ()):
                        break
                else:
                    yield sku
                    break

    def search(self, nodes: Iterable[q.Node]) -> set[str]:
        """The books that all parts fit; of no parts, all books."""
        found = set(self.books)
        for node in nodes:
            found &= self.matches(node)
            if not found:
                break
        return found

    def suggest(self, word: str, limit: int = 3) -> list[str]:
        """Words of the index that look like one that is not there."""
        scored = sorted((-similarity(word, known), known) for known in self.postings)
        return [known for score, known in scored[:limit] if score <= -0.3]
