"""What a document says, read from its Markdown by a reader of Markdown that is not ours. The other
formats are held against it."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


@dataclass
class Said:
    marking: str
    handling: str
    notices: list[str]
    title: str
    footer: str
    # The body: its words with the marks of lists, its headings, the heads of its tables.
    body: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    heads: list[list[str]] = field(default_factory=list)


def words(text: str) -> list[str]:
    """Words as they are compared: ligatures and kinds of blanks say the same."""
    return unicodedata.normalize("NFKC", text).split()


def text(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "text_special", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.type == "html_inline" and re.fullmatch(r"<br\s*/?>", node.content):
        return " "
    if node.type == "html_inline":
        raise SystemExit(f"markup in the Markdown: {node.content}")
    return "".join(text(child) for child in node.children)


def read(file: Path) -> Said:
    markdown = MarkdownIt("commonmark").enable("table")
    tree = SyntaxTreeNode(markdown.parse(file.read_text(encoding="utf-8")))
    blocks = list(tree.children)
    at = next(at for at, block in enumerate(blocks) if block.type == "heading")
    top = [text(block) for block in blocks[:at]]
    if len(top) < 2 or blocks[at].tag != "h1" or blocks[-2].type != "hr":
        raise SystemExit(f"{file.name}: not marking, handling, title, body, line, foot")
    said = Said(top[0], top[1], top[2:], text(blocks[at]), text(blocks[-1]))
    for block in blocks[at + 1 : -2]:
        collect(block, said)
    return said


def collect(node: SyntaxTreeNode, said: Said) -> None:
    if node.type in ("heading", "paragraph", "th", "td"):
        found = words(text(node))
        said.body += found
        said.unmarked += found
        if node.type == "heading":
            said.headings.append((int(node.tag[1:]), " ".join(found)))
    elif node.type in ("bullet_list", "ordered_list"):
        number = int(node.attrs.get("start", 1))
        for item in node.children:
            said.body.append("•" if node.type == "bullet_list" else f"{number}.")
            number += 1
            for child in item.children:
                collect(child, said)
    elif node.type in ("html_block", "code_block", "fence"):
        raise SystemExit(f"not a block of a document: {node.type} {node.content!r}")
    else:
        if node.type == "thead":
            said.heads.append(words(" ".join(text(cell) for cell in node.children[0].children)))
        for child in node.children:
            collect(child, said)


def walk(wanted: list[str], at: int, found: list[str]) -> tuple[int, str | None]:
    """Follows what is wanted, from a word on, along what is found; where that ends, or where they
    part. A long word that was broken over two lines is that word."""
    piece = ""
    for number, word in enumerate(found):
        if at == len(wanted):
            return at, f"at the end there is more: `{' '.join(found[number : number + 12])}`"
        piece += word
        if not wanted[at].startswith(piece):
            before = " ".join(wanted[max(0, at - 6) : at])
            there = " ".join(found[number : number + 6])
            return at, f"after `{before}`: `{wanted[at]}` is wanted, there is `{there}`"
        if piece == wanted[at]:
            at, piece = at + 1, ""
    return at, None


def differs(wanted: list[str], found: list[str]) -> str | None:
    """The first place at which words are missing or too many."""
    at, wrong = walk(wanted, 0, found)
    return wrong or missing(wanted, at)


def missing(wanted: list[str], at: int) -> str | None:
    """What is wanted still, where what is found has ended."""
    return f"at the end `{' '.join(wanted[at : at + 12])}` is missing" if at < len(wanted) else None
