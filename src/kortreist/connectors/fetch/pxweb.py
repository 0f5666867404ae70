"""Statistics Norway's tables through PxWebApi v2, with explicit codes and within its limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kortreist.connectors.fetch.jsonstat import Cell, codes, read_cells
from kortreist.connectors.fetch.web import Answer, Client
from kortreist.errors import NetworkError

__all__ = ["MAX_ADDRESS", "MAX_CELLS", "Table", "fetch_table", "parts"]

#: Most cells the service gives in one answer.
MAX_CELLS = 800_000
#: Longest address asked for, encoded. The service's own limit is 2,100; its address may be a
#: longer one than ours.
MAX_ADDRESS = 2_000
Selection = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a table, and where they come from."""

    id: str
    label: str
    updated: str
    urls: tuple[str, ...]
    fetched_at: float
    cells: tuple[Cell, ...]


def parts(
    selection: Selection,
    maximum: int = MAX_CELLS,
    fits: Callable[[Selection], bool] = lambda _: True,
) -> list[dict[str, list[str]]]:
    """Split a selection so that no part has too many cells or too long an address.

    The longest dimension is cut first; every cell is in exactly one part.

    Parameters
    ----------
    selection : mapping of str to sequence of str
        Dimension → codes.
    maximum : int
        Cells in a part.
    fits : callable
        Whether a part can be asked for; one of a single cell is never cut.

    Raises
    ------
    ValueError
        ``most`` is less than one.
    """
    if maximum < 1:
        raise ValueError("a part must hold at least one cell")
    whole = {k: list(v) for k, v in selection.items()}
    cells = math.prod(len(v) for v in whole.values())
    if cells <= maximum and (cells <= 1 or fits(whole)):
        return [whole]
    if cells > maximum:
        longest = max(whole, key=lambda k: len(whole[k]))
    else:
        longest = max((k for k in whole if len(whole[k]) > 1), key=lambda k: len("".join(whole[k])))
    half = len(whole[longest]) // 2
    out: list[dict[str, list[str]]] = []
    for piece in (whole[longest][:half], whole[longest][half:]):
        out += parts({**whole, longest: piece}, maximum, fits)
    return out


def _query(piece: Selection) -> tuple[tuple[str, str], ...]:
    head = (("lang", "no"), ("outputFormat", "json-stat2"))
    return (*head, *((f"valueCodes[{d}]", ",".join(c)) for d, c in piece.items()))


def fetch_table(
    client: Client,
    base: str,
    table: str,
    select: Callable[[str, tuple[str, ...]], Sequence[str] | None],
    progress: Callable[[int, int, str], None] | None = None,
) -> Table:
    """Fetch part of a table.

    Parameters
    ----------
    client : Client
    base : str
        Address of the service, without a slash at the end.
    table : str
        For example ``"07459"``.
    select : callable
        (dimension, its codes) → the codes wanted; ``None`` leaves out a dimension that the
        service can sum over.
    progress : callable, optional

    Returns
    -------
    Table

    Raises
    ------
    NetworkError
        No usable answer, or the table lacks a code that is wanted.
    """
    address = f"{base}/tables/{table}"
    meta = client.get(f"{address}/metadata", (("lang", "no"),)).content
    if not isinstance(meta, dict) or not isinstance(meta.get("id"), list):
        raise NetworkError("fetch.bad_shape", why=f"{address}/metadata")
    selection: dict[str, list[str]] = {}
    for dimension in meta["id"]:
        available = codes(meta, dimension)
        chosen = select(dimension, available)
        if chosen is None:
            extension = meta["dimension"][dimension].get("extension")
            if isinstance(extension, dict) and extension.get("elimination"):
                continue
            chosen = available
        lacking = [c for c in chosen if c not in available]
        if lacking or not chosen:
            raise NetworkError(
                "fetch.no_code", table=table, dimension=dimension, codes=", ".join(lacking) or "–"
            )
        selection[dimension] = list(chosen)
    pieces = parts(
        selection, fits=lambda p: len(f"{address}/data?{urlencode(_query(p))}") <= MAX_ADDRESS
    )
    answers: list[Answer] = []
    for number, piece in enumerate(pieces):
        if progress is not None:
            progress(number, len(pieces), table)
        answers.append(client.get(f"{address}/data", _query(piece)))
    cells: list[Cell] = []
    for piece, answer in zip(pieces, answers, strict=True):
        cells += read_cells(answer.content, answer.url)
        for dimension, asked in piece.items():
            if set(codes(answer.content, dimension)) != set(asked):
                raise NetworkError("fetch.bad_shape", why=f"{answer.url} {dimension}")
    first: dict[str, Any] = answers[0].content
    return Table(
        id=table,
        label=str(first.get("label", "")),
        updated=str(first.get("updated", "")),
        urls=tuple(a.url for a in answers),
        fetched_at=min(a.fetched_at for a in answers),
        cells=tuple(cells),
    )
