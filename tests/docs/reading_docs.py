"""Take commands and code out of the documentation, as a reader sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Block", "blocks", "commands", "pages"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Block:
    """An indented or fenced block: its page, first line, language ("" unsaid) and text."""

    page: str
    line: int
    language: str
    text: str


def pages() -> list[str]:
    """Return the pages a reader may follow, relative to the checkout."""
    docs = [p for p in (ROOT / "docs").rglob("*.md") if "decisions" not in p.parts]
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *docs]
    return sorted(str(p.relative_to(ROOT)) for p in found)


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in order."""
    found: list[Block] = []
    lines = (ROOT / page).read_text("utf-8").splitlines()
    at, was_blank = 0, True
    while at < len(lines):
        line = lines[at]
        fence = re.match(r"( *)```(\w*)( \S+)?$", line)
        if fence:
            end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == "```")
            inside = [text.removeprefix(fence[1]) for text in lines[at + 1 : end]]
            if not fence[3]:  # else a file of the made domain: tests/web/core/test_core_domain.py
                found.append(Block(page, at + 2, fence[2], "\n".join(inside)))
            at = end
        elif line.startswith("    ") and was_blank:
            end = at
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            inside = [text[4:] for text in lines[at:end]]
            found.append(Block(page, at + 1, "", "\n".join(inside).rstrip()))
            at = end - 1
        was_blank = not lines[at].strip()
        at += 1
    return found


def commands(block: Block) -> list[str]:
    """Return a block's commands: continued lines joined, notes taken away."""
    joined = block.text.replace("\\\n", " ")
    bare = (re.sub(r"(^|\s)# .*$", "", line).strip() for line in joined.splitlines())
    return [line for line in bare if line]
