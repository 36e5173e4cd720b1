"""PDF files, read by poppler: what stands on each page."""

import subprocess
from pathlib import Path

from said import Said, missing, walk, words


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
    """The marking, the foot and the number that every page must have: what the first page that is
    without them lacks."""
    all_pages = pages(file)
    for number, page in enumerate(all_pages, 1):
        place = f"page {number} of {len(all_pages)}"
        parts = (("marking", expected.marking), ("foot", expected.footer), ("number", place))
        wrong = [f"{place}: no {what} `{part}`" for what, part in parts if not holds(page, part)]
        if wrong:
            return wrong
    return [] if all_pages else ["no page"]
