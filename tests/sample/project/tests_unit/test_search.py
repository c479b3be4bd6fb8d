"""Words and queries."""

import pytest

from backend.core.errors import Invalid
from backend.search import query
from backend.search.index import Book, Index
from backend.search.query import Field, Not, Phrase, Word, Years, parse
from backend.search.tokenizer import similarity, stem, tokens


def test_tokens():
    assert list(tokens("The flights of the Bieguni")) == [(1, "flight"), (4, "bieguni")]
    assert [stem(word) for word in ("cities", "novel", "was")] == ["city", "novel", "was"]


def test_similarity():
    assert similarity("jacob", "jacob") == 1
    assert similarity("tokarczuk", "tokarzcuk") > 0.3


def test_query():
    assert parse("night -war") == [Word("night"), Not(Word("war"))]
    assert parse('author:Tokarczuk "Łódź fabryczna"') == [
        Field("author", "tokarczuk"),
        Phrase(("lodz", "fabryczna")),
    ]
    assert parse("year:1990..2010 the") == [Years(1990, 2010)]


@pytest.mark.parametrize("text", ['"open', "-war", "year:x", "colour:red"])
def test_bad_query(text):
    with pytest.raises(Invalid):
        parse(text)


@pytest.mark.parametrize("text", ["night", '"night train"', "title:night", "year:1984", "year:1984..", "year:..1990"])
def test_show(text):
    assert query.show(parse(text)[0]) == text


def test_index():
    index = Index()
    index.add(Book("B001", "Flights", "Olga Tokarczuk", 2007))
    index.add(Book("B002", "The Books of Jacob", "Olga Tokarczuk", 2014))
    assert index.search(parse("tokarczuk -jacob")) == {"B001"}
    assert index.search(parse("author:olga title:book")) == {"B002"}
    assert index.search(parse("unheard")) == set()
