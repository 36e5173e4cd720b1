"""Judges the documents of the sample cases by programs that are not ours; with --self-test it shows
too that every check finds what it is for. `run.sh` sets the tools up.

  Markdown  markdown-it reads it; what it says is what the other formats must say
  Word      Open XML SDK, python-docx, LibreOffice (and poppler, which reads its pages)
  HTML      Nu Html Checker, axe in Chromium, and print to paper
"""

import argparse
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made
import page
import paper
import said
import word
from browser import Browser
from made import Made
from self_test import self_test

PATHWAYS = ["hounslow", "achieving-for-children"]


def judge(documents: list[Made], work: Path) -> dict[str, list[str]]:
    """Every complaint about every document."""
    wrong: dict[str, list[str]] = {one.name: [] for one in documents}
    expected = {one.name: said.read(one.file("md")) for one in documents}
    with ThreadPoolExecutor(3) as pool:
        # Each of the three waits for programs of its own.
        converted = pool.submit(paper.convert, [one.file("docx") for one in documents], work)
        nu = pool.submit(page.nu, [one.file("html") for one in documents])
        sdk = pool.submit(lambda: [word.sdk(one.file("docx")) for one in documents])
        with Browser() as browser:
            for one in documents:
                wrong[one.name] += page.in_browser(browser, one.file("html"), expected[one.name])
        converted.result()
        for one, complaints in zip(documents, sdk.result(), strict=True):
            wrong[one.name] += complaints + nu.result()[str(one.file("html"))]
    for one in documents:
        wrong[one.name] += word.reader(one.file("docx"), expected[one.name])
        pdf = work / f"{one.stem.name}.pdf"
        wrong[one.name] += paper.check(pdf, one.file("docx"), expected[one.name])
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description="Judges the documents of the sample cases.")
    parser.add_argument("--self-test", action="store_true", help="damage one, too, and see it found")
    parser.add_argument("--every", action="store_true", help="every case for every reader")
    parser.add_argument("--keep", type=Path, help="where the files that were made are kept")
    wish = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        documents = made.make(work, PATHWAYS, wish.every)
        failed = report(judge(documents, work))
        if wish.self_test:
            failed += self_test(documents, work, judge)
        if wish.keep:
            shutil.copytree(work, wish.keep, dirs_exist_ok=True)
    print(f"{time.monotonic() - started:.0f} s")
    raise SystemExit(1 if failed else 0)


def report(wrong: dict[str, list[str]]) -> int:
    """Says every complaint; how many documents have one."""
    bad = {name: complaints for name, complaints in wrong.items() if complaints}
    for name, complaints in bad.items():
        print(name)
        for complaint in complaints:
            print(f"  {complaint}")
    print(f"documents in three formats: {len(wrong) - len(bad)} good, {len(bad)} with complaints")
    return len(bad)


if __name__ == "__main__":
    main()
