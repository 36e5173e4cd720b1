"""The documents that are judged: sample registers, and files that `cse` writes of their cases."""

import csv
import io
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

CSE = os.environ["CSE"]
FORMATS = ("md", "html", "docx")


@dataclass(frozen=True)
class Made:
    """One document of one case for one reader; its three files lie side by side."""

    name: str
    stem: Path

    def file(self, extension: str) -> Path:
        return self.stem.with_name(f"{self.stem.name}.{extension}")


def cse(*words: str) -> str:
    ran = subprocess.run([CSE, *words], capture_output=True, text=True)
    if ran.returncode != 0:
        raise SystemExit(f"cse {' '.join(words)}: exit {ran.returncode}\n{ran.stderr}")
    return ran.stdout


def rows(register: Path, *words: str) -> list[dict[str, str]]:
    said = cse("-C", str(register), *words, "--format", "csv")
    return list(csv.DictReader(io.StringIO(said)))


def records(register: Path, case: str) -> int:
    """How many records a case has: the more, the fuller are its documents."""
    return sum(1 for folder in register.glob(f"cases/*/*/{case}") for _ in folder.glob("*.yaml"))


def render(register: Path, document: str, case: str, audience: str, into: Path) -> Made:
    made = Made(f"{register.name} {document} {case} for {audience}",
                into / f"{register.name}.{document}.{case}.{audience}")
    for extension in FORMATS:
        cse("-C", str(register), "render", document, case, "--for", audience,
            "--format", extension, "-o", str(made.file(extension)))
    return made


def make(work: Path, pathways: list[str], every: bool) -> list[Made]:
    """Each document for each of its readers, of the fullest and of the emptiest case; of all other
    cases for its usual reader, which is named first, or where `every` is set for all."""
    into = work / "made"
    into.mkdir()
    made = []
    for pathway in pathways:
        register = work / pathway
        cse("init", str(register), "--pathway", pathway, "--sample")
        cse("-C", str(register), "template", "check")
        cases = [row["case"] for row in rows(register, "list")]
        cases.sort(key=lambda case: (records(register, case), case))
        documents = rows(register, "template", "list")
        if not cases or not documents:
            raise SystemExit(f"{pathway}: no case or no document")
        for document in documents:
            audiences = document["for"].split()
            for at, case in enumerate(cases):
                whole = every or at in (0, len(cases) - 1)
                for audience in audiences if whole else audiences[:1]:
                    made.append(render(register, document["document"], case, audience, into))
        print(f"{pathway}: {len(documents)} documents of {len(cases)} cases")
    return made
