"""Shows that the checks can fail: each damage of damage.py, done to the longest of the documents, must
be found by every check that is for it. One that nothing finds, or that changes nothing, is said."""

import zipfile
from pathlib import Path
from typing import Callable

from damage import PAGE, WORD, Change
from made import FORMATS, Made

Judge = Callable[[list[Made], Path], dict[str, list[str]]]


def copy(whole: Made, name: str, stem: Path) -> Made:
    one = Made(name, stem)
    for extension in FORMATS:
        one.file(extension).write_bytes(whole.file(extension).read_bytes())
    return one


def damage_page(file: Path, change: Change) -> bool:
    """Changes a page; whether that changed anything."""
    text = file.read_text(encoding="utf-8")
    file.write_text(change(text), encoding="utf-8")
    return change(text) != text


def damage_word(file: Path, part: str, change: Change) -> bool:
    """Changes one part of a Word file; whether that changed anything."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts[part].decode()
    parts[part] = change(text).encode()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return change(text) != text


def self_test(documents: list[Made], work: Path, judge: Judge) -> int:
    """How many damages are not found as they should be."""
    whole = max(documents, key=lambda one: one.file("md").stat().st_size)
    folder = work / "damaged"
    folder.mkdir()
    print(f"self-test: on {whole.name}")
    failed = []
    wanted: list[tuple[Made, list[str]]] = []
    for what, part, change, signs in WORD:
        one = copy(whole, f"Word: {what}", folder / f"damaged-{len(wanted)}")
        if not damage_word(one.file("docx"), part, change):
            failed.append(f"{one.name}: there is nothing to damage")
        wanted.append((one, signs))
    for what, change, signs in PAGE:
        one = copy(whole, f"HTML: {what}", folder / f"damaged-{len(wanted)}")
        if not damage_page(one.file("html"), change):
            failed.append(f"{one.name}: there is nothing to damage")
        wanted.append((one, signs))
    untouched = copy(whole, "untouched", folder / "untouched")
    found = judge([untouched, *(one for one, _ in wanted)], work)
    failed += [f"untouched: {complaint}" for complaint in found["untouched"]]
    for one, signs in wanted:
        for sign in signs:
            if not any(complaint.startswith(sign) for complaint in found[one.name]):
                failed.append(f"{one.name}: no `{sign}` among {found[one.name]}")
    for complaint in failed:
        print(f"self-test: {complaint}")
    print(f"self-test: {len(wanted)} damages, {len(failed)} complaints")
    return len(failed)
