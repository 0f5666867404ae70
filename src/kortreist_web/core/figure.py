"""One figure of a snapshot: what it is called, its unit, its limits, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kortreist_web.core.texts import engine, text, web

__all__ = ["SHARES", "Figure", "Keys", "band", "boundary_of", "plain", "written"]

Keys = tuple[str, ...]
#: Units of figures from 0 to 1, each written as per cent in its own way.
SHARES: tuple[str, ...] = ("share", "chance", "goal")
_BAND = ("low", "central", "high")
_QUANTITY = ("low", "value", "high")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as its page shows it.

    Parameters
    ----------
    label : str
        What it is, in the reader's language.
    value : Any
        Number or text; None: missing, and ``missing`` says why.
    unit : str
        Text key after ``publishing.unit.``; those of :data:`SHARES` are written as per cent.
    low, high : float or None
        The interval, ``certainty`` per cent of it.
    certainty : int or None
        90 (5th to 95th percentile) or 80 (10th to 90th); None: the lowest and the highest of
        what was estimated, with no share of certainty.
    boundary : str
        ``territorial``, ``consumption`` or ``combined``; empty where it has no meaning.
    origins : tuple of str
        Ids of the snapshot's provenance it comes from.
    how : str
        How it was computed from what stands below, in words.
    made_of : tuple of (label, pointer)
        Other figures of the same snapshot it is computed from.
    missing : str
        Why there is no value.
    """

    label: str
    value: Any
    unit: str = ""
    low: float | None = None
    high: float | None = None
    certainty: int | None = 90
    boundary: str = ""
    origins: tuple[str, ...] = ()
    how: str = ""
    made_of: tuple[tuple[str, str], ...] = ()
    missing: str = ""

    @property
    def unit_text(self) -> str:
        """Return the unit in the reader's language; a unit nobody named is shown as it is."""
        if self.unit in ("", "year", *SHARES):
            return ""
        key = f"publishing.unit.{self.unit}"
        return text(key) if web().has(key) else self.unit

    @property
    def boundary_text(self) -> str:
        """Return what is counted, in the reader's language."""
        return engine()(f"documents.boundary.{self.boundary}") if self.boundary else ""

    @property
    def text(self) -> str:
        """Return the value as it is read."""
        return written(self.value, self.unit)

    @property
    def said(self) -> str:
        """Return the value with its unit."""
        return f"{self.text}\u00a0{self.unit_text}" if self.unit_text else self.text

    @property
    def interval(self) -> str:
        """Return what the figure lies between, and how surely; empty where it is not known."""
        if self.low is None or self.high is None:
            return ""
        ends = {"low": written(self.low, self.unit), "high": written(self.high, self.unit)}
        return text(f"publishing.figure.interval_{self.certainty or 'ends'}", **ends)


def written(value: Any, unit: str) -> str:
    """Write a value in the reader's language, with decimals that fit its unit and size."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return text("publishing.yes" if value else "publishing.no")
    if not isinstance(value, int | float):
        return str(value)
    t = web()
    if unit == "share":
        return t.percent(value, 1 if abs(value) < 0.1 else 0)
    if unit == "chance":
        return t.chance(float(value))
    if unit == "goal":
        return t.goal(float(value))
    if unit == "year":
        return str(int(value))
    size = abs(value)
    decimals = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    return t.number(value, decimals)


def band(
    label: str,
    value: Any,
    keys: Keys,
    unit: str = "tonnes",
    *,
    certainty: int | None = 80,
    **more: Any,
) -> Figure | None:
    """Return the figure of a band, or of one end of it.

    Parameters
    ----------
    value : mapping
        ``low``, ``central`` (or ``value``) and ``high``.
    keys : tuple of str
        What follows the band in the pointer: nothing, or one of its ends.
    """
    if not isinstance(value, Mapping):
        return None
    names = _QUANTITY if "value" in value else _BAND
    middle = names[1]
    figure = Figure(
        label, value.get(middle), unit, value.get("low"), value.get("high"), certainty, **more
    )
    if not keys or keys == (middle,):
        return figure
    if len(keys) == 1 and keys[0] in ("low", "high"):
        ends = text(f"publishing.figure.{keys[0]}", label=label)
        return replace(figure, label=ends, value=value.get(keys[0]), low=None, high=None)
    return None


def plain(label: str, value: Any, unit: str = "", **more: Any) -> Figure | None:
    """Return the figure of a single value; None for what is not one."""
    if isinstance(value, Mapping | list):
        return None
    return Figure(label, value, unit, **more)


def boundary_of(weights: Mapping[str, float]) -> str:
    """Return the account a source belongs to first: inside the border, or consumption."""
    return "territorial" if weights.get("territorial") else "consumption"


Describe = Callable[[Mapping[str, Any], Keys], "Figure | None"]
