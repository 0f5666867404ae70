"""Read JSON-stat 2: a small reader of what the statistics office answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from kortreist.errors import NetworkError

__all__ = ["Cell", "codes", "read_cells"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: codes by dimension, value or None, and why it is missing."""

    codes: tuple[tuple[str, str], ...]
    value: float | None
    status: str | None


def codes(dataset: Mapping[str, Any], dimension: str) -> tuple[str, ...]:
    """Return the codes of a dimension in the data set's order.

    Raises
    ------
    NetworkError
        The data set does not have the shape of JSON-stat 2.
    """
    try:
        category = dataset["dimension"][dimension]["category"]
        index = category.get("index")
        if index is None:
            ordered = list(category["label"])
        elif isinstance(index, dict):
            ordered = sorted(index, key=index.__getitem__)
            if sorted(index.values()) != list(range(len(index))):
                raise ValueError("index")
        elif isinstance(index, list):
            ordered = index
        else:
            raise TypeError("index")
        if len(set(ordered)) < len(ordered) or not all(isinstance(c, str) for c in ordered):
            raise ValueError("codes")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NetworkError("fetch.bad_shape", why=f"dimension {dimension}: {error!r}") from error
    return tuple(ordered)


def read_cells(dataset: Mapping[str, Any], url: str = "") -> tuple[Cell, ...]:
    """Return every cell; a missing one has ``value`` None, never zero.

    Parameters
    ----------
    dataset : mapping
        A JSON-stat 2 data set; ``value`` and ``status`` as lists or as sparse objects.
    url : str
        For the error.

    Raises
    ------
    NetworkError
        The shape is wrong, or the number of values does not fit the dimensions.
    """
    if not isinstance(dataset, Mapping) or dataset.get("class") != "dataset":
        raise NetworkError("fetch.bad_shape", why=f"{url} class")
    try:
        ids, sizes = list(dataset["id"]), list(dataset["size"])
        values, status = dataset["value"], dataset.get("status")
    except (KeyError, TypeError) as error:
        raise NetworkError("fetch.bad_shape", why=f"{url} {error!r}") from error
    if not all(isinstance(d, str) for d in ids) or len(set(ids)) < len(ids):
        raise NetworkError("fetch.bad_shape", why=f"{url} id")
    lists = [codes(dataset, d) for d in ids]
    if [len(c) for c in lists] != sizes or any(isinstance(n, bool) for n in sizes):
        raise NetworkError("fetch.bad_shape", why=f"{url} size")
    total = math.prod(len(c) for c in lists)
    value_at = _series(values, total, url, "value")
    status_at = (
        (lambda _: status)
        if isinstance(status, str)
        else _series(status if status is not None else {}, total, url, "status")
    )
    cells = []
    for position, combination in enumerate(product(*lists)):
        value, why = value_at(position), status_at(position)
        if value is not None and not _is_number(value):
            raise NetworkError("fetch.bad_shape", why=f"{url} value {str(value)[:40]}")
        if why is not None and not isinstance(why, str):
            raise NetworkError("fetch.bad_shape", why=f"{url} status {why!r}")
        cells.append(
            Cell(
                tuple(zip(ids, combination, strict=True)),
                None if value is None else float(value),
                why if why is not None else (None if value is not None else "missing"),
            )
        )
    return tuple(cells)


def _series(series: Any, total: int, url: str, what: str) -> Callable[[int], Any]:
    """Return what stands at a position of a list, or of an object with positions as keys.

    Raises
    ------
    NetworkError
        Not one for each cell, or a position that no cell has.
    """
    if isinstance(series, list) and len(series) == total:
        return series.__getitem__
    positions = {str(n) for n in range(total)}
    if isinstance(series, dict) and series.keys() <= positions:
        return lambda position: series.get(str(position))
    raise NetworkError("fetch.bad_shape", why=f"{url} {what}")


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
