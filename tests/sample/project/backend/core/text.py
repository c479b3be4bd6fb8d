"""Text as people type it: accents, widths, dashes."""

import unicodedata
from collections.abc import Iterator

# Letters that Unicode does not take apart.
LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": "'",
        "–": "-",
        "—": "-",
    }
)


def fold(text: str) -> str:
    """The text without case and accents: `Łódź`, `LODZ` and `lódz` are all `lodz`."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(character for character in apart if not unicodedata.combining(character))


def slug(text: str, *, limit: int = 40) -> str:
    """A name for addresses and file names: `Die Straße – Teil 2` becomes `die-strasse-teil-2`."""
    words = "".join(character if character.isalnum() else " " for character in fold(text)).split()
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > limit:
            break
        result = longer
    else:
        return result
    return result or words[0][:limit]


def shorten(text: str, width: int) -> str:
    """At most `width` characters, cut at a space where there is one."""
    if len(text) <= width: return text
    cut = text[: width - 1]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(",;: ") + "…"


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` characters; a longer word has a line of its own."""
    line = ""
    for word in text.split():
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += " " + word
        else:
            yield line
            line = word
    if line:
        yield line
