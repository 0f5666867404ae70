"""What narrows the list of measures: read from the address, kept in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kortreist_web.core.texts import engine, text
from kortreist_web.measures.labels import binds
from kortreist_web.measures.models import MeasureChoice

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = ["Filters", "Select", "selects"]

_THEMES = ("buildings", "transport", "food", "energy", "goods", "land_use", "other")
_OWNERS = ("municipality", "county", "state")
_YES_NO = ("yes", "no")
#: A measure nobody has decided anything about.
UNTOUCHED = "untouched"
_STATES = (*MeasureChoice.State.values, UNTOUCHED)


def _deciders() -> tuple[str, ...]:
    # The engine is heavy to import: only where a page needs it.
    from kortreist.measures import DECIDERS

    return DECIDERS


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; an empty text asks for nothing.

    Parameters
    ----------
    query : str
        Words to look for.
    theme, level, decided_by, owner, binding, quantified, state : str
        ``decided_by`` is who decides whether the measure happens, ``owner`` who decides at
        least one of its instruments.
    """

    query: str = ""
    theme: str = ""
    level: str = ""
    decided_by: str = ""
    owner: str = ""
    binding: str = ""
    quantified: str = ""
    state: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Filters:
        """Read the filters from an address; what has no meaning is as if not there."""

        def one(name: str, allowed: Iterable[str]) -> str:
            value = values.get(name, "")
            return value if value in allowed else ""

        return cls(
            query=values.get("q", "").strip()[:200],
            theme=one("theme", _THEMES),
            level=one("level", ("1", "2", "3")),
            decided_by=one("decided_by", _deciders()),
            owner=one("owner", _OWNERS),
            binding=one("binding", _YES_NO),
            quantified=one("quantified", _YES_NO),
            state=one("state", _STATES),
        )

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return the names of the lists to choose from."""
        return ("theme", "level", "decided_by", "owner", "binding", "quantified", "state")

    @property
    def any(self) -> bool:
        """Tell whether anything is asked for."""
        return self != Filters()

    def fits(self, measure: Measure, choice: MeasureChoice | None) -> bool:
        """Tell whether a measure, with what is decided about it, is asked for."""
        state = choice.state if choice else UNTOUCHED
        return (
            self.theme in ("", measure.theme)
            and self.level in ("", str(measure.level))
            and self.decided_by in ("", measure.decided_by)
            and (not self.owner or any(i.owner == self.owner for i in measure.instruments))
            and (not self.binding or binds(measure) == (self.binding == "yes"))
            and (not self.quantified or measure.quantified == (self.quantified == "yes"))
            and self.state in ("", state)
        )


@dataclass(frozen=True, slots=True)
class Select:
    """One filter as a list to choose from: field name, label, options with the chosen one."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def selects(filters: Filters) -> list[Select]:
    """Return the filters as the page draws them."""
    t = engine()
    yes_no = [(v, text(f"measures.filter.{v}")) for v in _YES_NO]
    choices = {
        "theme": [(v, t(f"documents.theme.{v}")) for v in _THEMES],
        "level": [(v, t(f"measures.level.{v}")) for v in ("1", "2", "3")],
        "decided_by": [(v, t(f"measures.decided_by.{v}")) for v in _deciders()],
        "owner": [(v, t(f"documents.owner.{v}")) for v in _OWNERS],
        "binding": yes_no,
        "quantified": yes_no,
        "state": [(v, text(f"measures.state.{v}")) for v in _STATES],
    }
    return [
        Select(
            name,
            text(f"measures.filter.{name}"),
            tuple((v, label, getattr(filters, name) == v) for v, label in options),
        )
        for name, options in choices.items()
    ]
