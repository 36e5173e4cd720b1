"""Word files as LibreOffice lays them out: the text of the pages, and their tags."""

import json
import re
import subprocess
from pathlib import Path
from zipfile import ZipFile

from pdf import broken, pages, pages_say
from said import Said, missing, walk, words

# So many at once; one that hangs does not keep all others.
BATCH = 50
# The height of a line, in twentieths of a point.
LINE = 240
# What is said of a table without a head.
NO_HEADER = "is no header"


def convert(files: list[Path], into: Path) -> None:
    """PDF files with the tags that a reader who listens is given."""
    wish = json.dumps({"PDFUACompliance": {"type": "boolean", "value": "true"}})
    profile = (into / "profile").resolve().as_uri()
    for start in range(0, len(files), BATCH):
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to",
                        f"pdf:writer_pdf_Export:{wish}", "--outdir", str(into),
                        *map(str, files[start : start + BATCH])], timeout=600,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check(file: Path, made_of: Path, expected: Said) -> list[str]:
    """The whole text is there in order; every page is marked and numbered; the tags are right."""
    if not file.is_file():
        return ["LibreOffice: cannot convert it"]
    wrong = [*pages_say(file, expected), *text(file, expected), *broken(file, expected.body)]
    of_tags = tags(file, expected)
    if any(complaint.endswith(NO_HEADER) for complaint in of_tags):
        # Where the head of a table falls just past the end of a page, LibreOffice forgets while it
        # sets the page that it is a head. Another foot moves the ends: what is wrong with the file
        # itself is wrong then too.
        again = tags(with_more_foot(made_of, file.parent / "again"), expected)
        of_tags = [complaint for complaint in of_tags if complaint in again]
    return [f"LibreOffice: {wrong}" for wrong in [*wrong, *of_tags]]


def with_more_foot(file: Path, into: Path) -> Path:
    """The same document with the foot of its pages a line higher, as PDF."""
    into.mkdir(exist_ok=True)
    other = into / file.name
    with ZipFile(file) as source, ZipFile(other, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "word/document.xml":
                moved, count = re.subn(rb'w:bottom="(\d+)"', lambda found: b'w:bottom="%d"' % (
                    int(found[1]) + LINE), data)
                assert count == 1, f"{count} feet in {file}"
                data = moved
            target.writestr(item, data)
    convert([other], into)
    return other.with_suffix(".pdf")


def text(file: Path, expected: Said) -> list[str]:
    """The text without what stands on every page: head, foot, the repeated header of a table."""
    wanted = words(" ".join([expected.title, *expected.notices])) + expected.body
    at = 0
    all_pages = pages(file)
    for number, page in enumerate(all_pages, 1):
        head = words(f"{expected.marking} {expected.handling}")
        foot = words(f"{expected.footer} page {number} of {len(all_pages)}")
        page = without(page, head)
        page = [word[::-1] for word in without([word[::-1] for word in reversed(page)],
                                               [word[::-1] for word in reversed(foot)])][::-1]
        for row in expected.heads if number > 1 else []:
            if walk(wanted, at, page[: len(row)])[1] and page[: len(row)] == row:
                page = page[len(row) :]
                break
        at, wrong = walk(wanted, at, page)
        if wrong:
            return [f"text: page {number}: {wrong}"]
    wrong = missing(wanted, at)
    return [f"text: {wrong}"] if wrong else []


def without(found: list[str], start: list[str]) -> list[str]:
    """What follows a beginning, however its words were broken; all where it is not there."""
    wanted = "".join(start)
    length = 0
    for number, word in enumerate(found):
        length += len(word)
        if length >= len(wanted):
            return found[number + 1 :] if "".join(found[: number + 1]) == wanted else found
    return found


def tags(file: Path, expected: Said) -> list[str]:
    """The structure in the PDF: headings of the right levels, tables whose first row is headers."""
    said = subprocess.run(["pdfinfo", "-struct", str(file)], capture_output=True, text=True,
                          check=True).stdout
    found = re.findall(r"^ *(H\d|Table|TR|TH|TD)\b", said, re.MULTILINE)
    levels = [int(tag[1:]) for tag in found if tag[0] == "H"]
    wrong = []
    if levels != [level - 1 for level, _ in expected.headings]:
        wrong.append(f"tags: headings of levels {levels}")
    tables = " ".join(found).split("Table")[1:]
    if len(tables) != len(expected.heads):
        wrong.append(f"tags: {len(tables)} tables instead of {len(expected.heads)}")
    for number, table in enumerate(tables, 1):
        rows = [row.split() for row in table.split("TR")[1:]]
        first = {tag for tag in rows[0] if tag[0] == "T"} if rows else set()
        if first != {"TH"}:
            wrong.append(f"tags: the first row of table {number} {NO_HEADER}")
    return wrong
