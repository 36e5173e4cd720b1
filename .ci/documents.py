"""Reads documents back with other readers than the program's own: see `documents` beside this.

usage: documents.py FOLDER-OF-DOCUMENTS FOLDER-OF-PDFS AXE.JS
"""

import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKING = "OFFICIAL-SENSITIVE"
wrong = []


def say(path, what):
    wrong.append(f"{path.name}: {what}")


class Text(html.parser.HTMLParser):
    """The text of the body of a page."""

    def __init__(self):
        super().__init__()
        self.words, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"

    def handle_data(self, data):
        if self.inside:
            self.words.extend(data.split())


def words(path):
    reader = Text()
    reader.feed(path.read_text())
    return reader.words


def squeezed(text):
    # pdftotext takes a hyphen at the end of a line for one that only ends the line.
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def word_file(path):
    """Headings in order, tables with header rows, a title, a language, the marking."""
    with zipfile.ZipFile(path) as file:
        if file.testzip():
            say(path, "a part is damaged")
        parts = {name: ET.fromstring(file.read(name)) for name in file.namelist()}
    body = parts["word/document.xml"]
    level = 0
    for paragraph in body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = re.fullmatch(r"Heading(\d)", style.get(W + "val") if style is not None else "")
        if found:
            if int(found[1]) > level + 1:
                say(path, f"a heading of level {found[1]} follows one of level {level}")
            level = int(found[1])
            if not "".join(t.text or "" for t in paragraph.iter(W + "t")).strip():
                say(path, "a heading is empty")
    for table in body.iter(W + "tbl"):
        first = table.find(W + "tr")
        if first.find(f"{W}trPr/{W}tblHeader") is None:
            say(path, "a table has no header row")
        columns = {len(row.findall(W + "tc")) for row in table.findall(W + "tr")}
        if columns != {len(table.findall(f"{W}tblGrid/{W}gridCol"))}:
            say(path, "a table is not rectangular")
    core = {element.tag.split("}")[1]: element.text for element in parts["docProps/core.xml"]}
    if not core.get("title") or core.get("language") != "en-GB":
        say(path, "it has no title or language")
    header = "".join(parts["word/header1.xml"].itertext())
    if MARKING not in header:
        say(path, "its header has no marking")


def printed(paths):
    """A page that is printed by a browser has its marking and number on each sheet too."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            sheet = pathlib.Path(folder) / path.with_suffix(".pdf").name
            browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
            browser += ["--no-pdf-header-footer", f"--print-to-pdf={sheet}", path.as_uri()]
            subprocess.run(browser, capture_output=True, timeout=180)
            if sheet.exists():
                pdf(sheet, path)
            else:
                say(path, "the browser did not print it")


def pdf(path, html_path):
    """Every word of the page is in the PDF, and the marking and number on each of its pages."""
    text = subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")[:-1]]
    for number, page in enumerate(pages, 1):
        if MARKING not in page or f"page {number} of {len(pages)}" not in page:
            say(path, f"page {number} lacks its marking or its number")
    all_of_it = squeezed(text)
    lost = [word for word in words(html_path) if squeezed(word) not in all_of_it]
    if lost:
        say(path, f"{len(lost)} words are lost: {lost[:5]}")


def accessible(paths, axe):
    """An accessibility checker, run in the page by a browser, finds nothing."""
    run = (
        "<script>%s</script><script>axe.run(document).then(found => {"
        "const out = document.createElement('pre'); out.id = 'found';"
        "out.textContent = JSON.stringify({wrong: found.violations.map(v => v.id + ': ' + v.help),"
        "right: found.passes.length}); document.body.appendChild(out)})</script></body>"
    ) % axe.read_text()
    for path in paths:
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text())
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "page.html"
            copy.write_text(page.replace("</body>", run))
            browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
            browser += ["--virtual-time-budget=20000", "--dump-dom", copy.as_uri()]
            dom = subprocess.run(browser, capture_output=True, text=True, timeout=180).stdout
        found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
        if not found:
            say(path, "the accessibility checker did not run")
            continue
        result = json.loads(html.unescape(found[1]))
        if result["wrong"] or result["right"] < 10:
            say(path, f"the accessibility checker says {result}")


def main():
    made, pdfs, axe = (pathlib.Path(arg).resolve() for arg in sys.argv[1:])
    word_files = sorted(made.glob("*.docx"))
    for path in word_files:
        word_file(path)
        converted = pdfs / path.with_suffix(".pdf").name
        if not converted.exists():
            say(path, "LibreOffice did not open it")
            continue
        pdf(converted, path.with_suffix(".html"))
    # One page of each document and reader says as much of its shape as all of them.
    pages = {re.sub(r"-CSE-.*", "", path.name): path for path in sorted(made.glob("*.html"))}
    accessible(pages.values(), axe)
    printed(pages.values())
    print(f"{len(word_files)} Word files and PDFs, {len(pages)} pages in a browser")
    print("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong or not word_files else 0


if __name__ == "__main__":
    sys.exit(main())
