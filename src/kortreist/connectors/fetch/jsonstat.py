"""Read JSON-stat 2: a small reader of what the statistics office answers."""

from __future__ import annotations

from collections.abc import Mapping
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
        index = dataset["dimension"][dimension]["category"].get("index")
        if index is None:
            return tuple(dataset["dimension"][dimension]["category"]["label"])
        return (
            tuple(sorted(index, key=index.__getitem__))
            if isinstance(index, dict)
            else (tuple(index))
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise NetworkError("fetch.bad_shape", why=f"dimension {dimension}: {error!r}") from error


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
    lists = [codes(dataset, d) for d in ids]
    total = 1
    for n in sizes:
        total *= n
    if [len(c) for c in lists] != sizes or (isinstance(values, list) and len(values) != total):
        raise NetworkError("fetch.bad_shape", why=f"{url} size")
    cells = []
    for position, combination in enumerate(product(*lists)):
        value = _at(values, position)
        if value is not None and not isinstance(value, int | float):
            raise NetworkError("fetch.bad_shape", why=f"{url} value {value!r}")
        why = status if isinstance(status, str) else _at(status, position)
        cells.append(
            Cell(
                tuple(zip(ids, combination, strict=True)),
                None if value is None else float(value),
                str(why) if why is not None else (None if value is not None else "missing"),
            )
        )
    return tuple(cells)


def _at(series: Any, position: int) -> Any:
    if isinstance(series, dict):
        return series.get(str(position))
    return series[position] if isinstance(series, list) else None
