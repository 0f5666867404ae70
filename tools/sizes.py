"""Print how large the program is: ``sizes.py [COMMIT ...]``, where ``now`` is what lies here.

Lines of code are those with more than a blank, a comment or a docstring. Migrations, which
Django writes, are left out. What a domain of the site does is counted in pieces, as its own
files declare them: addresses, operations of the API, actions, and tables.
"""

from __future__ import annotations

import ast
import io
import statistics
import subprocess
import sys
import tokenize
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kortreist", "kortreist_web")
PIECES = ("pages", "operations", "actions", "tables")
_METHODS = {"get", "post", "put", "patch", "delete"}
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
    pieces: Counter[str] = field(default_factory=Counter)

    @property
    def lines_a_piece(self) -> float | None:
        """Lines of code for each page, operation, action and table; None without any."""
        return self.code / self.pieces.total() if self.pieces else None

    def add(self, source: str) -> None:
        """Count a file."""
        tree = ast.parse(source)
        self.pieces.update(kind for node in ast.walk(tree) if (kind := _piece(node)))
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


def _last(node: ast.expr) -> str:
    """Return the last name of what is called or named: ``get`` of ``router.get(...)``."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _piece(node: ast.AST) -> str:
    """Tell what a domain declares here, if anything.

    An address is a ``path`` that leads to no list of others; an operation a function under the
    method of a router; an action one under ``action``; a table a class of a ``…Model`` that is
    not abstract.

    Examples
    --------
    >>> [_piece(n) for n in ast.parse("@router.get('/x')\\ndef f(): pass").body]
    ['operations']
    """
    if isinstance(node, ast.Call) and _last(node) in ("path", "re_path") and len(node.args) > 1:
        return "" if _last(node.args[1]) == "include" else "pages"
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for one in node.decorator_list:
            if _last(one) in ("action", "operator_action"):
                return "actions"
            called = one.func if isinstance(one, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in _METHODS:
                return "operations" if _last(called.value) in ("router", "api") else ""
    if isinstance(node, ast.ClassDef):
        abstract = "abstract = True" in ast.unparse(node)
        is_table = any(_last(b).endswith(("Model", "AbstractBaseUser")) for b in node.bases)
        return "tables" if is_table and not abstract else ""
    return ""


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
    _print_pieces(counted)


def _print_pieces(counted: dict[str, dict[str, Size]]) -> None:
    """Print what the site's domains have, and the lines of code for each piece of it."""
    web = PACKAGES[1]
    print(f"\n| the site's domains | {' | '.join((*PIECES, 'lines a piece'))} |")
    print("|" + " --- |" * (len(PIECES) + 2))
    there = [
        {k for k, one in found.items() if k.startswith(f"{web}/")} for found in counted.values()
    ]
    rows = {key.removeprefix(f"{web}/"): [key] for key in sorted(set.union(*there))}
    rows |= {"in each of them": sorted(set.intersection(*there)), "**all of the site**": [web]}
    for name, keys in rows.items():
        sums = []
        for found in counted.values():
            one = Size()
            for key in keys:
                one.code += found[key].code
                one.pieces.update(found[key].pieces)
            sums.append(one)
        if not any(one.pieces for one in sums):
            continue
        shown = [" → ".join(f"{one.pieces[kind]:,}" for one in sums) for kind in PIECES]
        each = (one.lines_a_piece for one in sums)
        shown.append(" → ".join("–" if lines is None else f"{lines:.0f}" for lines in each))
        print(f"| {name} | " + " | ".join(shown) + " |")


if __name__ == "__main__":
    main()
