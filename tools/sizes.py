"""Print how large the program is: ``sizes.py [COMMIT ...]``, where ``now`` is what lies here.

Lines of code are those with more than a blank, a comment or a docstring. Migrations, which
Django writes, are left out.
"""

from __future__ import annotations

import ast
import io
import statistics
import subprocess
import sys
import tokenize
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kortreist", "kortreist_web")
#: Folders that have been called otherwise.
RENAMED = {"ground": "core", "organisations": "tenants"}


@dataclass
class Size:
    """Lines of one package or folder."""

    files: list[int] = field(default_factory=list)
    code: int = 0
    docstrings: int = 0
    comments: int = 0
    functions: list[int] = field(default_factory=list)

    def add(self, source: str) -> None:
        """Count a file."""
        tree = ast.parse(source)
        said = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions.append((node.end_lineno or node.lineno) - node.lineno + 1)
            if isinstance(
                node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ) and ast.get_docstring(node, clean=False):
                first = node.body[0]
                said |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
        code, comments = set(), 0
        skipped = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                comments += 1
            elif token.type not in (*skipped, tokenize.ENDMARKER):
                code |= set(range(token.start[0], token.end[0] + 1))
        self.files.append(len(source.splitlines()))
        self.code += len(code - said)
        self.docstrings += len(said)
        self.comments += comments


def _files(commit: str) -> dict[str, str]:
    if not commit:
        found = (path for name in PACKAGES for path in (ROOT / "src" / name).rglob("*.py"))
        return {str(p.relative_to(ROOT / "src")): p.read_text("utf-8") for p in found}
    listed = ["git", "-C", str(ROOT), "ls-tree", "-r", "--name-only", commit, "src"]
    names = subprocess.check_output(listed, text=True).splitlines()
    return {
        name.removeprefix("src/"): subprocess.check_output(
            ["git", "-C", str(ROOT), "show", f"{commit}:{name}"], text=True
        )
        for name in names
        if name.endswith(".py") and name.split("/")[1] in PACKAGES
    }


def sizes(commit: str = "") -> dict[str, Size]:
    """Return package, and package and folder, → its size; an empty commit is what lies here."""
    found: dict[str, Size] = defaultdict(Size)
    for name, source in _files(commit).items():
        parts = name.split("/")
        if "migrations" in parts:
            continue
        folder = RENAMED.get(parts[1], parts[1]) if len(parts) > 2 else "(itself)"
        for key in (parts[0], f"{parts[0]}/{folder}"):
            found[key].add(source)
    return found


def main() -> None:
    """Print a table a package, and the lines of code of each folder."""
    commits = [c.removeprefix("now") for c in sys.argv[1:]] or [""]
    counted = {commit or "now": sizes(commit) for commit in commits}
    head = (
        "",
        "files",
        "code",
        "docstrings",
        "comments",
        "median file",
        "largest",
        "median function",
    )
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    for when, found in counted.items():
        for package in PACKAGES:
            one = found[package]
            shown = (
                f"{package}, {when}", len(one.files), one.code, one.docstrings, one.comments,
                round(statistics.median(one.files)), max(one.files),
                round(statistics.median(one.functions)),
            )  # fmt: skip
            print("| " + " | ".join(f"{v:,}" if isinstance(v, int) else v for v in shown) + " |")
    print("\n| lines of code | " + " | ".join(counted) + " |\n|" + " --- |" * (len(counted) + 1))
    for key in sorted({k for found in counted.values() for k in found if "/" in k}):
        lines = (found[key].code if key in found else 0 for found in counted.values())
        print(f"| {key} | " + " | ".join(f"{n:,}" if n else "–" for n in lines) + " |")


if __name__ == "__main__":
    main()
