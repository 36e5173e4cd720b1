"""PDF files, read by poppler: what stands on each page."""

import re
import subprocess
from collections import Counter
from pathlib import Path

from said import Said, missing, walk, words

# A word of so many letters finds room in its column; a longer one, an address, may be broken.
LONG = 16


def pages(file: Path) -> list[list[str]]:
    """The words of each page, in the order in which they were written."""
    ran = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True,
                         check=True)
    return [words(page) for page in ran.stdout.split("\f")[:-1]]


def holds(text: list[str], part: str) -> bool:
    """Whether a text has these words, one after the other, however its lines are broken."""
    wanted = words(part)
    return any(missing_of(wanted, text[at:]) is None
               for at, word in enumerate(text) if wanted[0].startswith(word))


def missing_of(wanted: list[str], text: list[str]) -> str | None:
    """What of these words a text does not begin with."""
    at, _ = walk(wanted, 0, text)
    return missing(wanted, at)


def pages_say(file: Path, expected: Said) -> list[str]:
    """The marking with how to handle it, the foot and the number that every page must have: what the
    first page that is without them lacks."""
    all_pages = pages(file)
    for number, page in enumerate(all_pages, 1):
        place = f"page {number} of {len(all_pages)}"
        head = f"{expected.marking} {expected.handling}"
        parts = (("head", head), ("foot", expected.footer), ("number", place))
        wrong = [f"{place}: no {what} `{part}`" for what, part in parts if not holds(page, part)]
        if wrong:
            return wrong
    return [] if all_pages else ["no page"]


def broken(file: Path, body: list[str]) -> list[str]:
    """Words that are broken though they are short and nothing in them lets a line end there."""
    short = [word for word in body if len(word) <= LONG and not re.search(r"[-/@–]", word)]
    there = Counter(word for page in pages(file) for word in page)
    lost = sorted(Counter(short) - there)
    return [f"looks: words that are broken: {' '.join(lost)}"] if lost else []
