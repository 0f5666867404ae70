"""Lines of the economic plan sorted: likely binds, likely not, not known; a person confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kortreist_web.bindings.models import Binding, SortedLine
from kortreist_web.core.content import content_hash
from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation

__all__ = ["EconomicLine", "Proposal", "economic_lines", "proposal_of", "proposals"]


@dataclass(frozen=True, slots=True)
class EconomicLine:
    """A line of the economic plan; ``amounts``: year → whole kroner."""

    responsibility: str
    function: str
    account: str
    text: str
    amounts: Mapping[str, int]

    @property
    def key(self) -> list[str]:
        """Return what it is recognised by."""
        return [self.responsibility, self.function, self.account, self.text]

    @property
    def hash(self) -> str:
        """Return the key as one word."""
        return content_hash(self.key)

    @property
    def total(self) -> int:
        """Return NOK over all its years."""
        return sum(self.amounts.values())

    @property
    def capital(self) -> bool:
        """Whether it is on an investment account: class 0 before the account's number."""
        digits = "".join(c for c in self.account if c.isdigit())
        return len(digits) > 3 and digits.startswith("0")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line is taken for, and what was said of it.

    Parameters
    ----------
    line : EconomicLine
    proposed : {"likely", "unlikely", "unknown"}
    why : str
        Text key of the reason.
    kind : str
        Kind of binding, by its words.
    answer : SortedLine or None
    """

    line: EconomicLine
    proposed: str
    why: str
    kind: str
    answer: SortedLine | None = None


#: ``(organisation)`` → the lines of its newest economic plan; given by the domain that has them.
economic_lines: Hook[Callable[[Organisation], list[EconomicLine]]] = Hook(
    "where the economic plan's lines are"
)


@lru_cache(maxsize=8)
def _words(day: date) -> tuple[tuple[str, str, str], ...]:
    from kortreist.facts import load

    rows = load().table("binding_words", day)
    return tuple((str(r["word"]), str(r["proposal"]), str(r["kind"] or "")) for r in rows)


def proposal_of(line: EconomicLine, day: date) -> Proposal:
    """Return what a line is taken for, by account, sum and words.

    Words are whole or the beginning of one: ``skole`` is in ``Skolebygg``.
    """
    from kortreist.facts import load

    said = line.text.casefold().replace("-", " ").split()
    hits = [(p, k) for word, p, k in _words(day) if any(_is_in(word, s) for s in said)]
    kind = next((k for p, k in hits if k), Binding.Kind.OTHER.value)
    limit = load().figure("bindings/likely_nok", day).value
    binds = any(p == "likely" for p, _ in hits)
    large = abs(line.total) >= limit
    if line.capital and large:
        return Proposal(line, "likely", "bindings.sort.why_capital", kind)
    if binds:
        return Proposal(line, "likely", "bindings.sort.why_words", kind)
    if line.capital:
        return Proposal(line, "unknown", "bindings.sort.why_small_capital", kind)
    if any(p == "unlikely" for p, _ in hits):
        return Proposal(line, "unlikely", "bindings.sort.why_running_words", kind)
    if not large:
        return Proposal(line, "unlikely", "bindings.sort.why_running", kind)
    return Proposal(line, "unknown", "bindings.sort.why_unknown", kind)


def _is_in(word: str, said: str) -> bool:
    # Norwegian puts words together: "skolebygg" begins so, "busskontrakt" ends so.
    return said.startswith(word) or (len(word) >= 5 and said.endswith(word))


def proposals(organisation: Organisation, day: date) -> list[Proposal]:
    """Return all lines with what they are taken for and what was said, likely ones first."""
    rows = SortedLine.objects.filter(organisation=organisation).select_related("binding")
    answers = {row.line_hash: row for row in rows}
    out = [_answered(proposal_of(line, day), answers) for line in _once(organisation)]
    order = {"likely": 0, "unknown": 1, "unlikely": 2}
    return sorted(out, key=lambda p: (p.answer is not None, order[p.proposed], -abs(p.line.total)))


def _once(organisation: Organisation) -> Iterable[EconomicLine]:
    return {line.hash: line for line in economic_lines()(organisation)}.values()


def _answered(p: Proposal, answers: Mapping[str, SortedLine]) -> Proposal:
    return Proposal(p.line, p.proposed, p.why, p.kind, answers.get(p.line.hash))
