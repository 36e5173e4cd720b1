"""PDF files, read by poppler: what stands on each page."""

import subprocess
from pathlib import Path

from said import Said, words


def pages(file: Path) -> list[list[str]]:
    """The words of each page, in the order in which they were written."""
    ran = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True,
                         check=True)
    return [words(page) for page in ran.stdout.split("\f")[:-1]]


def holds(text: list[str], part: str) -> bool:
    """Whether a text has a part, however its lines are broken."""
    return "".join(words(part)) in "".join(text)


def pages_say(file: Path, expected: Said) -> list[str]:
    """The marking, the foot and the number that every page must have."""
    wrong = []
    all_pages = pages(file)
    if not all_pages:
        return ["no page"]
    for number, page in enumerate(all_pages, 1):
        for what, part in (("marking", expected.marking), ("foot", expected.footer),
                           ("number", f"page {number} of {len(all_pages)}")):
            if not holds(page, part):
                wrong.append(f"page {number} of {len(all_pages)}: no {what} `{part}`")
    return wrong
