"""Lists and help as they stand best: in a terminal, as plain lines in a pipe, as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.status import Status

__all__ = [
    "end_progress",
    "print_help",
    "print_json",
    "print_report",
    "progress_bar",
    "show_table",
]

#: A line in capitals.
_HEADING = r"(?m)^(?=[^a-zæøå\n]*[A-ZÆØÅ]{3})[^a-zæøå\n]+$"
#: What is being done, while it is.
_status: Status | None = None


def print_json(value: Any) -> None:
    """Print a value as JSON; NaN is refused."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def show_table(
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
) -> None:
    """Print a table; the first column holds what is copied and is never folded or cut.

    In a pipe every row is one line with tabs between, without heading, so that ``grep`` and
    ``cut`` find what they look for.

    Parameters
    ----------
    title : str
    header : sequence of str
    rows : sequence of sequence of str
    right : sequence of int
        Columns with numbers.
    """
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title)
    for i, name in enumerate(header):
        whole = i == 0
        table.add_column(
            name,
            overflow="fold",
            justify="right" if i in right else "left",
            no_wrap=whole,
            min_width=max((len(row[0]) for row in rows), default=0) if whole else None,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)


def print_help(text: str, file: TextIO) -> None:
    """Print help: on a terminal with headings and options marked, else as it is."""
    if not file.isatty():
        file.write(text)
        return
    from rich.console import Console
    from rich.text import Text

    shown = Text(text.rstrip("\n"))
    shown.highlight_regex(r"(?m)^\S[^\n]*:$", "bold")
    shown.highlight_regex(r"(?<![\w-])--?[a-z][\w-]*", "cyan")
    Console(file=file, highlight=False).print(shown, soft_wrap=True)


def print_report(text: str) -> None:
    """Print a report; on a terminal its title and headings are marked, in a pipe it is as it is.

    A heading is a line in capitals, as :func:`kortreist.accounts.account_text` writes them.
    """
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.text import Text

    shown = Text(text)
    shown.highlight_regex(_HEADING, "bold")
    shown.highlight_regex(r"(?m)\A[^\n]*\n═+$", "bold cyan")
    Console(highlight=False).print(shown, soft_wrap=True)


def progress_bar(text: str) -> None:
    """Say on the terminal what is being done, on one line; in a log nothing is written."""
    global _status
    if not sys.stderr.isatty():
        return
    from rich.text import Text

    if _status is None:
        from rich.console import Console

        _status = Console(stderr=True).status(Text(text))
        _status.start()
    else:
        _status.update(Text(text))


def end_progress() -> None:
    """Clear the line of :func:`progress_bar`."""
    global _status
    if _status is not None:
        _status.stop()
        _status = None
