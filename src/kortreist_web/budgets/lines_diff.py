"""Which kept line of the economic plan each line of a table is, and what the table changes.

A line is known by its codes, text and kind. Codes are filled in and corrected after a line is
first read in, so a line without a counterpart is also looked for among those nothing else in the
table is: by its measure, text and kind, and then, for one whose text was changed, by its measure
and kind with the codes or the amounts. Where several could be it, or codes, text and amounts all
differ, nobody guesses: taken in as new beside the kept one, its money would count twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kortreist_web.budgets.lines import Key, Row

__all__ = ["Pairs", "amounts_beside", "compare", "pair", "words_beside"]


@dataclass(slots=True)
class Pairs:
    """Table's line → kept line, and the table's lines that could be several kept ones."""

    kept: dict[Key, Key] = field(default_factory=dict)
    unclear: list[Key] = field(default_factory=list)


def pair(rows: Iterable[Row], there: Mapping[Key, Row]) -> Pairs:
    """Return which kept line each row is; a kept line is of one row alone.

    Parameters
    ----------
    there : mapping
        Key → the line as it is kept, with the measure it is linked to.
    """
    rows, out = list(rows), Pairs()
    free = dict(there)

    def claim(row: Row, key: Key) -> None:
        out.kept[row.key] = key
        del free[key]

    for row in rows:
        if row.key in free:
            claim(row, row.key)
    for row in rows:
        if row.key not in out.kept and (key := row.counterpart(free)) in free:
            claim(row, key)
    by_text: dict[str, list[Row]] = {}
    for old in free.values():
        by_text.setdefault(old.key[3], []).append(old)
    _claim(rows, lambda row: _likely(row, by_text.get(row.key[3], []), _may_be), there, out, claim)
    # What is left of both may be a line whose text was changed.
    _claim(rows, lambda row: _likely(row, free.values(), _may_be_renamed), there, out, claim)
    return out


def _claim(
    rows: Iterable[Row],
    likely: Callable[[Row], list[Row]],
    there: Mapping[Key, Row],
    out: Pairs,
    claim: Callable[[Row, Key], None],
) -> None:
    """Give each row that has none the one kept line it could be; say which could be several."""
    claims: dict[Key, list[Row]] = {}
    for row in rows:
        if row.key in out.kept or row.key in out.unclear:
            continue
        found = likely(row)
        if len(found) == 1 and _sure(row, found[0]):
            claims.setdefault(found[0].key, []).append(row)
        elif found:
            out.unclear.append(row.key)
    for key, claimed in claims.items():
        same = [r for r in claimed if r.amounts == there[key].amounts] or claimed
        if len(same) == 1:
            claim(same[0], key)
        else:
            out.unclear += [r.key for r in same]


def _likely(row: Row, kept: Iterable[Row], may_be: Callable[[Row, Row], bool]) -> list[Row]:
    """Return the kept lines a row could be; several only where nothing tells them apart."""
    out = [old for old in kept if may_be(row, old)]
    tests: tuple[Callable[[Row], bool], ...] = (
        lambda old: row.price_year in (None, old.price_year),
        lambda old: _fills(row, old),
        lambda old: row.amounts == old.amounts,
    )
    for test in tests:
        out = [old for old in out if test(old)] or out
    return out


def _may_be(row: Row, old: Row) -> bool:
    if row.kind and old.kind and row.kind != old.kind:
        return False
    if row.measure and old.measure:
        return row.measure == old.measure
    # Without a measure on both sides, a line is the same only where its codes are filled in.
    return _fills(row, old)


def _may_be_renamed(row: Row, old: Row) -> bool:
    """Tell whether a row could be a kept line with another text.

    Two lines that pay for the same measure could; without a measure on both sides, two that
    have the same codes, where the amounts are the same or the kept one pays for a measure.
    """
    if row.kind and old.kind and row.kind != old.kind:
        return False
    if row.measure and old.measure:
        return row.measure == old.measure
    coded = row.key[:3] == old.key[:3]
    if row.amounts == old.amounts:
        return coded and bool(row.account or row.function)
    return coded and bool(old.measure) and all(row.key[:3])


def _sure(row: Row, old: Row) -> bool:
    """Tell whether nothing but the text, or nothing but the codes, differs."""
    if row.key[3] == old.key[3] or row.amounts == old.amounts:
        return True
    return bool(row.measure) and row.measure == old.measure and _fills(row, old)


def _fills(row: Row, old: Row) -> bool:
    """Tell whether codes differ only where one of the two has none."""
    pairs = [(a, b) for a, b in zip(row.key[:3], old.key[:3], strict=True)]
    return all(a == b or not (a and b) for a, b in pairs)


def compare(rows: Iterable[Row], there: Mapping[Key, Row]) -> dict[str, list[Key]]:
    """Return which lines are new, changed, the same, unclear, and absent from the table.

    Parameters
    ----------
    there : mapping
        Key → the line as it is kept, with the measure it is linked to.
    """
    rows = list(rows)
    pairs = pair(rows, there)
    unclear = set(pairs.unclear)
    out: dict[str, list[Key]] = {"new": [], "changed": [], "same": [], "unclear": [], "absent": []}
    for row in rows:
        other = pairs.kept.get(row.key)
        if row.key in unclear:
            out["unclear"].append(row.key)
        elif other is None:
            out["new"].append(row.key)
        else:
            out["same" if row.same_as(there[other]) else "changed"].append(row.key)
    seen = set(pairs.kept.values())
    out["absent"] = [key for key in there if key not in seen]
    return out


def amounts_beside(
    row: Row, old: Row | None, years: Iterable[str]
) -> list[tuple[int | None, int | None, bool]]:
    """Return each year's amount, what it is now, and whether a line there changes in it."""
    was = old.amounts if old else {}
    return [
        (row.amounts.get(y), was.get(y), old is not None and row.amounts.get(y) != was.get(y))
        for y in years
    ]


def words_beside(row: Row, old: Row | None) -> dict[str, tuple[str, str, bool]]:
    """Return code, text, kind or price year → what it becomes, what it is now, if it changes.

    What a table does not say stays as it is.
    """
    out = {}
    for name in ("responsibility", "function", "account", "text", "kind", "price_year"):
        said, was = getattr(row, name), getattr(old, name) if old else None
        becomes = said or was
        out[name] = (
            str(becomes or ""),
            str(was or ""),
            old is not None and (becomes or "") != (was or ""),
        )
    return out
