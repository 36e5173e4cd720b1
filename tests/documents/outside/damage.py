"""Mistakes as a change of the program could bring them into a document, and the complaint with which
each must be found. self_test.py makes them."""

import re
from typing import Callable

Change = Callable[[str], str]

BODY = "word/document.xml"
FOOT = "word/footer1.xml"
CORE = "docProps/core.xml"
# The text of the first paragraph of the body.
FIRST = r'(<w:pStyle w:val="BodyText"/>.*?<w:t xml:space="preserve">)[^<]+'


def swap(old: str, new: str) -> Change:
    """One text for another, where it stands first."""
    return lambda text: text.replace(old, new, 1)


def sub(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL)


# A place that a page must not ask; nothing answers there.
ELSEWHERE = "http://127.0.0.1:9/x.png"

# What is damaged, the part of the Word file, how, and how the complaints begin that it must bring.
WORD: list[tuple[str, str, Change, list[str]]] = [
    ("a heading of a level too low", BODY, swap('"Heading1"', '"Heading3"'),
     ["headings: ", "LibreOffice: tags: headings"]),
    ("an empty heading", BODY,
     sub('(<w:pStyle w:val="Heading1"/></w:pPr>)<w:r>.*?</w:r>', r"\1"), ["headings: one is empty"]),
    ("no title", BODY, swap('"Title"', '"BodyText"'), ["headings: the title"]),
    ("a table without header row", BODY, swap("<w:tblHeader/>", ""),
     ["tables: not the first row", "LibreOffice: tags: the first row"]),
    ("a text that is lost", BODY, sub(FIRST, r"\1"), ["LibreOffice: text: page 1: after"]),
    ("a text that is there twice", BODY, sub(r"(<w:p>.*?</w:p>)", r"\1\1"), ["LibreOffice: text: "]),
    ("an end that is lost", BODY, sub(r"(.*)<w:tr>.*?</w:tr>", r"\1"),
     ["LibreOffice: text: at the end"]),
    ("XML that is no XML", BODY, swap("</w:tbl>", "</w:table>"),
     ["Open XML SDK: ", "python-docx cannot open it", "LibreOffice: "]),
    ("an element that Word does not know", BODY, swap("<w:cantSplit/>", "<w:keepWhole/>"),
     ["Open XML SDK: "]),
    ("elements in the wrong order", BODY, sub("(<w:tblStyle [^>]*>)(<w:tblW [^>]*>)", r"\2\1"),
     ["Open XML SDK: "]),
    ("a part that is not there", "word/_rels/document.xml.rels", swap("styles.xml", "style.xml"),
     ["Open XML SDK: "]),
    ("no head on the pages", BODY, sub("<w:headerReference[^>]*>", ""),
     ["LibreOffice: page 1 of ", "head: "]),
    ("a first page of its own", BODY, swap("</w:sectPr>", "<w:titlePg/></w:sectPr>"),
     ["LibreOffice: page 1 of ", "head: "]),
    ("a number that does not count", FOOT, swap(" NUMPAGES ", " PAGE "),
     ["LibreOffice: page 1 of ", "foot: "]),
    ("a number that is typed", FOOT,
     sub(r'<w:fldSimple w:instr=" NUMPAGES ">(.*?)</w:fldSimple>', r"\1"),
     ["LibreOffice: page 1 of ", "foot: "]),
    ("columns too narrow for their words", BODY,
     lambda text: text.replace('w:w="3300"', 'w:w="600"').replace('w:w="6338"', 'w:w="9038"'),
     ["LibreOffice: looks: "]),
    ("a file without title", CORE, sub("<dc:title>[^<]*", "<dc:title>"), ["title: "]),
    ("a file without language", CORE, sub("<dc:language>[^<]*", "<dc:language>"), ["language: "]),
    ("a text without language", "word/styles.xml", sub("<w:lang [^>]*>", ""), ["language: "]),
]

# The same for the HTML page.
PAGE: list[tuple[str, Change, list[str]]] = [
    ("an element that is not closed", swap("</h2>", ""), ["nu: "]),
    ("CSS that is no CSS", swap("break-inside: avoid", "break-inside: never"), ["nu: "]),
    ("a page without language", sub(r"<html lang=[^>]*>", "<html>"), ["nu: ", "axe: html-has-lang"]),
    ("a page without title", sub(r"<title>[^<]*", "<title>"), ["nu: ", "axe: document-title"]),
    ("letters that can hardly be seen", swap("color: #000;", "color: #aaa;"), ["axe: color-contrast"]),
    ("a jump in the headings", sub("<h2>(.*?)</h2>", r"<h4>\1</h4>"),
     ["axe: heading-order", "headings: "]),
    ("a table without headers", sub("<thead>(.*?)</thead>", ""), ["tables: ", "text: "]),
    ("headers of nothing", swap('<th scope="col">', "<th>"), ["tables: "]),
    ("a picture from elsewhere", lambda text: swap("<main>", f'<main><img alt="" src="{ELSEWHERE}">')(
        sub("<meta http-equiv[^>]*>", "")(text)), [f"fetches {ELSEWHERE}"]),
    ("a text that is lost", sub(r"<h2>[^<]+</h2>\s*<p>[^<]+</p>", ""), ["text: after", "headings: "]),
    ("a text that is hidden", swap("<main>", '<main style="display: none">'), ["text: "]),
    ("a table too wide for a telephone", swap("<table", '<table style="min-width: 40rem"'),
     ["narrow: "]),
    ("paper without the marking", sub("@top-center {[^}]*}", ""), ["print: page 2 of "]),
    ("paper without numbers", swap("counter(pages)", '"x"'), ["print: page "]),
    ("paper with columns too narrow", swap("table.form th", "table { table-layout: fixed; } table.form th[scope=col]:first-child { width: 2em; } p"),
     ["print: looks: "]),
    ("more than the one page that was meant", swap("<body>", '<body class="small">'),
     ["print: it does not keep"]),
    ("paper of another size", swap("size: A4", "size: A5"), ["print: the paper"]),
]
