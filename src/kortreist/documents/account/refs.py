"""Origins of the figures a document makes itself: sums, differences, counts and shares."""

from __future__ import annotations

from kortreist.accounts.ledger import Account
from kortreist.documents.format.names import work
from kortreist.documents.format.writer import Writer
from kortreist.measures.measure import Measure, Spread
from kortreist.provenance import Origin

__all__ = ["Refs"]

_RULES = {
    "document/count": "rule.count",
    "document/gap": "rule.gap",
    "document/cut": "rule.cut",
    "document/sector": "rule.sector",
    "document/total": "rule.total",
    "document/per_head": "rule.per_head",
    "document/change": "rule.change",
    "document/cost_sum": "rule.cost_sum",
}
_INPUTS = {
    "document/gap": ("formula/pathway", "formula/baseline", "formula/frame"),
    "document/cut": ("formula/effect",),
    "document/cost_sum": ("formula/cost",),
    "document/per_head": ("facts/population",),
}


class Refs:
    """Gives each kind of figure the id of its origin, making the document's own when asked.

    Parameters
    ----------
    write : Writer
        Holds the origins; the document's own are added to it.
    account : Account
    """

    def __init__(self, write: Writer, account: Account) -> None:
        self._write = write
        self.vintage = self._vintage(account)
        direct = {s.origin for s in account.sources if s.scope == "direct"}
        self._direct = tuple(sorted(direct | {self.vintage}))
        indirect = {s.origin for s in account.sources if s.scope == "indirect" and not s.memo}
        self._all = tuple(sorted({*self._direct, *indirect}))

    def own(self, id: str) -> str:
        """Return the id of a formula of the document's own, after adding it."""
        text = self._write.t(f"documents.{_RULES[id]}")
        inputs = _INPUTS.get(id, ())
        if id == "document/total":
            inputs = self._all
        elif id == "document/per_head":
            inputs = (self.own("document/total"), *inputs)
        elif id in ("document/sector", "document/change"):
            inputs = self._direct
        present = tuple(i for i in inputs if i in self._write.origins)
        title = self._write.t(f"documents.{_RULES[id]}_title")
        return self._write.add(
            Origin(id, "formula", title, mark="computed", expression=text, inputs=present)
        )

    def first(self, *ids: str) -> str:
        """Return the first id that exists.

        Raises
        ------
        KeyError
            None of them exists: a figure would have no origin.
        """
        for id in ids:
            if id in self._write.origins:
                return id
        raise KeyError(f"no origin among {ids}")

    def measure(self, measure: Measure) -> str:
        """Return the id of a measure's own figures (years of life, of commitment)."""
        id = f"measure/{measure.id}"
        for origin_id in (id, f"source/{measure.source}"):
            if origin_id in self._write.origins:
                return origin_id
        publication = work(measure.source, measure.name[self._write.language])
        origin = Origin(
            id=id,
            kind="fact",
            title=measure.name[self._write.language],
            source=publication.source if publication else measure.source,
            url=publication.url if publication else "",
            licence=publication.licence if publication else "",
            checked_on=publication.checked_on if publication else "",
            mark=measure.mark,
        )
        return self._write.add(origin)

    def works(self, measure: Measure) -> tuple[str, ...]:
        """Return the ids of the works a measure's fractions and costs are from."""
        spreads: list[Spread] = [e.fraction for e in measure.effects if e.fraction is not None]
        spreads += [c.amount for c in measure.costs if c.amount is not None]
        ids: list[str] = []
        for id in dict.fromkeys([s.source for s in spreads] + [measure.source]):
            if f"source/{id}" in self._write.origins:
                ids.append(f"source/{id}")
                continue
            origin = work(id, self._write.t("documents.sources.behind_measures"))
            if origin is not None:
                ids.append(self._write.add(origin))
        return tuple(ids)

    def _vintage(self, account: Account) -> str:
        for id in (f"vintage/{account.vintage_id}", account.vintage_id, "vintage"):
            if id in self._write.origins:
                return id
        return self._write.add(
            Origin(
                id=f"vintage/{account.vintage_id}",
                kind="import",
                title=account.vintage_origin,
                source=account.vintage_origin,
                valid_from=account.vintage_date,
            )
        )
