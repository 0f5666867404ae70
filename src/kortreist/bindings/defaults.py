"""What is taken where nobody has said otherwise, and who decides: dated facts, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortreist.facts import load
from kortreist.i18n import name_in

__all__ = ["Decision", "council_term", "decision_about", "default_lifetime"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides about a kind of binding, and by which paragraph.

    Parameters
    ----------
    decider : str
        ``council``, ``chief_executive``, ``county``, ``owner``, or ``unclear``: to be cleared
        up.
    text : dict of str to str
        Language → the rule with its paragraph; empty where it is unclear.
    mark : str
        How sure it is that the source says so.
    """

    decider: str
    text: dict[str, str]
    mark: str = ""

    def said(self, language: str) -> str:
        """Return the rule in a language."""
        return name_in(self.text, language) if self.text else ""


def default_lifetime(kind: str, at: date | None = None) -> int | None:
    """Return how many years a kind lasts where nobody has said it; None: no default.

    Examples
    --------
    >>> default_lifetime("transport_contract"), default_lifetime("other")
    (10, None)
    """
    rows = load().table("binding_lifetimes", at or date.today())
    return next((int(r["years"]) for r in rows if r["kind"] == kind), None)


def decision_about(kind: str, at: date | None = None) -> Decision:
    """Return who decides about a kind, by what is decided and not by level.

    Examples
    --------
    >>> decision_about("land").decider, decision_about("other").decider
    ('council', 'unclear')
    """
    for r in load().table("binding_deciders", at or date.today()):
        if r["kind"] == kind:
            text = {"nb": r["text_nb"], "nn": r["text_nn"], "en": r["text"]}
            return Decision(r["decider"], text, r["mark"])
    return Decision("unclear", {})


def council_term(year: int, at: date | None = None) -> tuple[int, int]:
    """Return the first and last budget year of the council that decides a year's budget.

    Examples
    --------
    >>> council_term(2027), council_term(2028)
    ((2024, 2027), (2028, 2031))
    """
    store = load()
    election = int(store.figure("elections/municipal_year", at).value)
    length = int(store.figure("elections/term_years", at).value)
    first = year - (year - election - 1) % length
    return first, first + length - 1
