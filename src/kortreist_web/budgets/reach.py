"""Whether a budget's frame will hardly be kept, and what would change it.

A frame with a chance below the threshold is never put forward without the sentence that says
so: it is frozen with the proposal, and stands on every page and in every document about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kortreist.i18n import LANGUAGES, name_in
from kortreist_web.budgets.kept_open import held_of, lines_alone

if TYPE_CHECKING:
    from kortreist.documents.format.blocks import Inlines
    from kortreist.facts.low_chance import Change, Gap, LowChance
    from kortreist_web.decisions.formatter import Words

__all__ = [
    "changes_of",
    "changes_written",
    "low_chance_content",
    "low_chance_of",
    "low_chance_said",
    "low_chance_short",
    "low_chance_written",
]


def chances_of(content: Mapping[str, Any]) -> dict[int, float | None]:
    """Return plan year → the chance that the lines alone keep the frame."""
    chances = lines_alone(content)["probability_under_frame"]
    return {year: chances.get(str(year)) for year in content["plan_years"]}


def low_chance_of(content: Mapping[str, Any]) -> LowChance | None:
    """Return how the frame falls below the threshold; None where it does not."""
    from kortreist.facts.low_chance import low_chance

    return low_chance(chances_of(content))


def changes_of(content: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what would raise the chance."""
    from kortreist.facts.low_chance import what_would_change

    gains = [(g["limit"], g["tonnes"], g["binds"]) for g in content.get("limit_gains") or ()]
    layers, year, held = _layers(content)
    return what_would_change(layers, year, gains, held)


def _gap(content: Mapping[str, Any]) -> Gap | None:
    """Return what is left in the same year as the changes' tonnes are of."""
    from kortreist.facts.low_chance import gap_of

    return gap_of(*_layers(content))


def _layers(
    content: Mapping[str, Any],
) -> tuple[dict[str, tuple[float, float]], int | None, float]:
    """Return the stair's layers, its year, and what is kept open in it."""
    year = (content.get("stair_from") or {}).get("year")
    layers = {
        step["layer"]: (float(step["tonnes"]["central"]), float(step.get("in_plan") or 0.0))
        for step in content.get("stair") or ()
    }
    return layers, year, held_of(content, year) if year else 0.0


def low_chance_written(write: Words, content: Mapping[str, Any]) -> Inlines:
    """Write the sentence a frame with a low chance must have; nothing for another."""
    from kortreist.documents.budget.low_chance import low_chance_said as said

    low = low_chance_of(content)
    return (
        () if low is None else said(write, low, changes_of(content), _stair(write), _gap(content))
    )


def low_chance_short(write: Words, content: Mapping[str, Any]) -> Inlines:
    """Write the least a resolution on such a frame must say; the paper explains the rest."""
    from kortreist.documents.budget.low_chance import low_chance_short as short

    low = low_chance_of(content)
    return () if low is None else short(write, low)


def changes_written(write: Words, content: Mapping[str, Any]) -> Inlines:
    """Write what would bring the place nearer its target, as one sentence."""
    from kortreist.documents.budget.low_chance import changes_said

    return changes_said(write, changes_of(content), _stair(write), _gap(content))


def _stair(write: Words) -> str:
    return write.source("document/stair", ("formula/baseline", "formula/effect", "formula/frame"))


def low_chance_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is frozen of it: the figures, and the sentence in every language."""
    from kortreist.documents.format.blocks import plain
    from kortreist_web.decisions.formatter import Words

    low = low_chance_of(content)
    if low is None:
        return {}
    words = {code: Words(code, content) for code in LANGUAGES}
    said = {code: plain(low_chance_written(w, content)) for code, w in words.items()}
    short = {code: plain(low_chance_short(w, content)) for code, w in words.items()}
    return {
        "year": low.year,
        "chance": low.chance,
        "threshold": low.threshold,
        "years": list(low.years),
        "said": said,
        "short": short,
    }


def low_chance_said(content: Mapping[str, Any], language: str) -> str:
    """Return the sentence, as it was frozen or, of what was frozen before it was, anew."""
    kept = content.get("low_chance") or low_chance_content(content)
    return name_in(kept["said"], language) if kept else ""
