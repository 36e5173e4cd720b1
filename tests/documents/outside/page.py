"""HTML: the Nu checker, axe in Chromium, nothing fetched, the whole text, a narrow screen, print."""

import base64
import json
import os
import re
import subprocess
from pathlib import Path

from browser import Browser
from pdf import broken, pages, pages_say
from said import Said, differs, words

MODULES = Path(os.environ["TOOLS"]) / "node_modules"
AXE = (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# The width that must do without scrolling sideways: WCAG 2.2, 1.4.10 (reflow).
NARROW = 320

# What axe says, and what it looked at, so that a run that looked at nothing is seen.
ASK_AXE = """axe.run(document, {resultTypes: ['violations']}).then(said => ({
    passes: said.passes.length,
    violations: said.violations.map(v => `${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 120)}`)}))"""
# A head of columns for each table, cells of which each says which cells it is the head of.
ASK_TABLES = """[...document.querySelectorAll('table')].filter(table =>
    !table.querySelector('thead th') ||
    [...table.querySelectorAll('thead th')].some(th => th.scope !== 'col') ||
    [...table.querySelectorAll('tbody th')].some(th => th.scope !== 'row')).length"""
ASK_HEADINGS = """[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h =>
    [Number(h.tagName[1]), h.innerText.split(/\\s+/).filter(Boolean).join(' ')])"""


def nu(files: list[Path]) -> dict[str, list[str]]:
    """What the Nu checker says of each file: warnings are complaints too."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    ran = subprocess.run(["java", "-Xss1m", "-jar", str(jar), "--format", "json",
                          *map(str, files)], capture_output=True, text=True)
    said: dict[str, list[str]] = {str(file): [] for file in files}
    for message in json.loads(ran.stderr)["messages"]:
        file = message["url"].removeprefix("file:")
        said[file].append(f"nu: {message['message']} (line {message.get('lastLine')})")
    return said


def in_browser(browser: Browser, file: Path, expected: Said) -> list[str]:
    wrong = [f"fetches {url}" for url in browser.open(file)]
    browser.run(AXE)
    axe = browser.run(ASK_AXE)
    wrong += [f"axe: {violation}" for violation in axe["violations"]]
    if axe["passes"] < 10:
        wrong.append(f"axe: looked at almost nothing ({axe['passes']} rules)")
    if browser.run(ASK_TABLES):
        wrong.append("tables: a table has no row of headers, or headers without a scope")
    wrong += headings(browser.run(ASK_HEADINGS), expected)
    wrong += [f"text: {wrong}" for wrong in whole(browser.run("document.body.innerText"), expected)]
    browser.ask("Emulation.setDeviceMetricsOverride", width=NARROW, height=640,
                deviceScaleFactor=1, mobile=False)
    wide = browser.run("document.scrollingElement.scrollWidth")
    browser.ask("Emulation.clearDeviceMetricsOverride")
    if wide > NARROW:
        wrong.append(f"narrow: {wide} pixels wide on a screen of {NARROW}")
    return wrong + printed(browser, file, expected)


def headings(found: list, expected: Said) -> list[str]:
    wanted = [(1, " ".join(words(expected.title))), *expected.headings]
    found = [(level, " ".join(words(text))) for level, text in found]
    return [] if found == wanted else [f"headings: {found} instead of {wanted}"]


def whole(text: str, expected: Said) -> list[str]:
    top = [expected.marking, expected.handling, *expected.notices, expected.title]
    wanted = words(" ".join(top)) + expected.unmarked + words(expected.footer)
    wrong = differs(wanted, words(text))
    return [wrong] if wrong else []


def printed(browser: Browser, file: Path, expected: Said) -> list[str]:
    """On paper: the marking, the foot and the number stand on every page."""
    paper = file.with_suffix(".printed.pdf")
    data = browser.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
    paper.write_bytes(base64.b64decode(data))
    wrong = pages_say(paper, expected) + broken(paper, expected.unmarked)
    size = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True).stdout
    if not re.search(r"Page size:.*\(A4\)", size):
        wrong.append("the paper is not A4")
    # Small letters are for what keeps to one page.
    if browser.run("document.body.classList.contains('small')") and len(pages(paper)) > 1:
        wrong.append("it does not keep to one page")
    return [f"print: {wrong}" for wrong in wrong]
