"""Plain text that fits the terminal: tables, bars and paragraphs; no colour needed."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

__all__ = ["bar", "clip", "paragraph", "table", "terminal_width"]

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def terminal_width() -> int:
    """Return the width to write in: the terminal's, between 40 and 100 columns."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def bar(value: float, largest: float, width: int) -> str:
    """Return a bar of at most ``width`` cells, to an eighth of a cell.

    Anything above zero is seen, and zero is empty.

    Examples
    --------
    >>> bar(3, 4, 8), bar(0, 4, 8), bar(0.001, 4, 8)
    ('██████', '', '▏')
    """
    if value <= 0 or largest <= 0:
        return ""
    eighths = max(1, min(width * 8, round(value / largest * width * 8)))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def clip(text: str, width: int) -> str:
    """Shorten a text with an ellipsis to ``width`` characters."""
    return text if len(text) <= width else text[: max(1, width - 1)].rstrip() + "…"


def paragraph(text: str, width: int, bullet: str = "") -> str:
    """Wrap a text; with a bullet the following lines are indented under it."""
    return textwrap.fill(
        text,
        width,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    rule_before_last: bool = False,
    give_up: Sequence[Sequence[int]] = (),
) -> str:
    """Lay out a table: first column left, the rest right; the first gives way to the width.

    Parameters
    ----------
    header, rows : sequences of str
    width : int
    rule_before_last : bool
        A rule above the last row, for a sum.
    give_up : sequence of groups of column indices
        Columns left out, a group at a time, when less than 16 characters (or its longest
        text) are left for the first column.
    """
    keep = list(range(len(header)))
    sizes = [max(len(r[i]) for r in [header, *rows]) for i in keep]
    groups = list(give_up)
    while groups and min(16, sizes[0]) + sum(sizes[i] + 2 for i in keep[1:]) > width:
        gone = groups.pop(0)
        keep = [i for i in keep if i not in gone]
    first = max(4, min(sizes[0], width - sum(sizes[i] + 2 for i in keep[1:])))

    def line(cells: Sequence[str]) -> str:
        rest = "".join("  " + cells[i].rjust(sizes[i]) for i in keep[1:])
        return (clip(cells[0], first).ljust(first) + rest).rstrip()

    rule = "─" * (first + sum(sizes[i] + 2 for i in keep[1:]))
    lines = [line(header), rule, *map(line, rows)]
    if rule_before_last:
        lines.insert(-1, rule)
    return "\n".join(lines)
