"""The writer of documents about an account: its names, and the sources of sums and shares."""

from __future__ import annotations

from collections.abc import Mapping

from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Account
from kortreist.documents.format.names import Names, work
from kortreist.documents.format.writer import Writer
from kortreist.measures.measure import Measure, Spread
from kortreist.provenance import Origin

__all__ = ["AccountWriter"]


class AccountWriter(Writer):
    """Writes what is about an account.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    account : Account
        Its origins are the first that figures may refer to.
    origins : mapping of str to Origin, optional
        Further ones.
    """

    def __init__(
        self, language: str, account: Account, origins: Mapping[str, Origin] | None = None
    ) -> None:
        super().__init__(language, {**account.origins, **(origins or {})})
        self.account = account
        self.names, self.naming = Names(language), Naming(language)
        self.tonne = self.t("documents.unit.t")
        self.vintage = self._vintage(account)
        direct = {s.origin for s in account.sources if s.scope == "direct"} | {self.vintage}
        indirect = {s.origin for s in account.sources if s.scope == "indirect" and not s.memo}
        self.rules = {
            "count": (),
            "gap": ("formula/pathway", "formula/baseline", "formula/frame"),
            "cut": ("formula/effect",),
            "cost_sum": ("formula/cost",),
            "offered": ("formula/cost",),
            "sector": tuple(sorted(direct)),
            "change": tuple(sorted(direct)),
            "total": tuple(sorted(direct | indirect)),
            "per_head": ("document/total", "facts/population"),
        }

    def measure_source(self, measure: Measure) -> str:
        """Return the id of a measure's own figures (years of life, of commitment)."""
        id = f"measure/{measure.id}"
        for origin_id in (id, f"source/{measure.source}"):
            if origin_id in self.origins:
                return origin_id
        publication = work(measure.source, measure.name[self.language])
        origin = Origin(
            id=id,
            kind="fact",
            title=measure.name[self.language],
            source=publication.source if publication else measure.source,
            url=publication.url if publication else "",
            licence=publication.licence if publication else "",
            checked_on=publication.checked_on if publication else "",
            mark=measure.mark,
        )
        return self.add(origin)

    def works(self, measure: Measure) -> tuple[str, ...]:
        """Return the ids of the works a measure's fractions and costs are from."""
        spreads: list[Spread] = [e.fraction for e in measure.effects if e.fraction is not None]
        spreads += [c.amount for c in measure.costs if c.amount is not None]
        ids: list[str] = []
        for id in dict.fromkeys([s.source for s in spreads] + [measure.source]):
            if f"source/{id}" in self.origins:
                ids.append(f"source/{id}")
                continue
            origin = work(id, self.t("documents.sources.behind_measures"))
            if origin is not None:
                ids.append(self.add(origin))
        return tuple(ids)

    def _vintage(self, account: Account) -> str:
        for id in (f"vintage/{account.vintage_id}", account.vintage_id, "vintage"):
            if id in self.origins:
                return id
        return self.add(
            Origin(
                id=f"vintage/{account.vintage_id}",
                kind="import",
                title=account.vintage_origin,
                source=account.vintage_origin,
                valid_from=account.vintage_date,
            )
        )
