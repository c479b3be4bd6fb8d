"""What of coverage.py's reports is no difference, taken out of them."""

import re

TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*"'


def unstamped(text):
    """Without the time of the report."""
    return re.sub(r'("timestamp": | timestamp=)"[^"]*"', r'\1"…"', text)


def ordered(text):
    """Lists of texts in json sorted: contexts, which coverage.py keeps in sets."""
    def sort(found):
        items = iter(sorted(re.findall(TEXT, found[0])))
        return re.sub(TEXT, lambda _: next(items), found[0])
    return re.sub(rf"\[\s*{TEXT}(?:,\s*{TEXT})+\s*\]", sort, text)
