"""Names of sectors, sources, actors, units and reasons in the reader's language.

Names are looked up where they are kept (the facts' tables, the rooms' texts); an identifier
without a name is shown as words, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortreist import facts
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Source
from kortreist.errors import FactsError
from kortreist.i18n import Translator
from kortreist.provenance import Origin

__all__ = ["OWN_WORKS", "Names", "slug", "work"]

#: Sources in the facts that are no works of others: what they are is said, not named.
OWN_WORKS = ("judgement", "recalled", "own_arithmetic")


class Names:
    """Looks names up in one language.

    Examples
    --------
    >>> Names("en").sector("road_transport")
    'Road transport'
    """

    def __init__(self, language: str) -> None:
        self.t = Translator(language)
        self.language = language
        self._naming = Naming(language)

    def sector(self, sector: str) -> str:
        """Return the name of a sector of the inventory or of a classification."""
        return self._naming.sector(sector)

    def source(self, source: Source) -> str:
        """Return the name of a source: the same in documents, tables and on the site."""
        return self._naming.source(source)

    def actor(self, actor: str) -> str:
        """Return the name of an actor."""
        return self.t(f"documents.actor.{actor}")

    def theme(self, theme: str) -> str:
        """Return the name of a theme."""
        return self.t(f"documents.theme.{theme}")

    def bearer(self, bearer: str) -> str:
        """Return the name of who pays."""
        return self.t(f"documents.bearer.{bearer}")

    def quality(self, quality: str) -> str:
        """Return the name of a quality of the community."""
        return self.first([f"measures.quality.{quality}", f"documents.quality.{quality}"], quality)

    def unit(self, unit: str) -> str:
        """Return the name of the responsible unit."""
        return self.first([f"measures.unit.{unit}", f"documents.responsible.{unit}"], unit)

    def decider(self, decider: str) -> str:
        """Return the name of who decides whether a measure happens."""
        return self.t(f"measures.decided_by.{decider}")

    def licence(self, licence: str) -> str:
        """Return a licence's name; what is no licence is said in the reader's language."""
        return self._naming.licence(licence)

    def own_work(self, work: str) -> str:
        """Return what a source that is no work of others is, in the reader's language.

        Parameters
        ----------
        work : str
            One of :data:`OWN_WORKS`.
        """
        return self.t(f"documents.own_work.{work}")

    def _own(self, work: str) -> str:
        said = self.own_work(work)
        return f"Kortreist: {said[:1].lower()}{said[1:]}"

    def publication(self, origin: Origin) -> str:
        """Return publisher and title of the work behind an origin, as the work names itself."""
        if origin.mark == "judgement" and origin.source.startswith("Kortreist"):
            return self._own("judgement")
        for work in OWN_WORKS:
            row = facts.load().source(work)
            if origin.source == f"{row['publisher']}: {row['title']}":
                return self._own(work)
        many = f"documents.origin.{slug(origin.id)}.source"
        if self.t.has(many):  # many works under one row have no name of their own
            return self.t(many)
        if origin.id.startswith("source/") and origin.title:
            return f"{origin.source}: {origin.title}"
        return origin.source or origin.title

    def taken(self, origin: Origin) -> str:
        """Return what is taken from the work: our description, in the reader's language."""
        if origin.id.startswith("source/"):
            return self.t("documents.sources.behind_measures")
        if origin.id.startswith("registered/"):
            return self.t("documents.origin.registered_targets.title")
        return self.first([f"documents.origin.{slug(origin.id)}.title"], "") or origin.title

    def formula(self, origin: Origin, holes: Mapping[str, object]) -> tuple[str, str]:
        """Return title and rule of a formula, in the reader's language where a room has them.

        Parameters
        ----------
        origin : Origin
        holes : mapping of str to object
            Values the rules may name (``futures``, ``seed``).
        """
        name = origin.id.partition("/")[2]
        for title, rule in (
            (
                f"documents.origin.{slug(origin.id)}.title",
                f"documents.origin.{slug(origin.id)}.rule",
            ),
            (f"budgets.formula.{name}", f"budgets.rule.{name}"),
            (f"accounts.formula.{name}", f"accounts.rule.{name}"),
        ):
            if not (origin.id.startswith("formula/") and self.t.has(title) and self.t.has(rule)):
                continue
            expression = self.t(rule)
            for hole, value in holes.items():
                expression = expression.replace("{" + hole + "}", str(value))
            if "{" not in expression:
                return self.t(title), expression
        return origin.title, origin.expression

    def _formula_title(self, origin: Origin) -> str:
        """Return a formula's name, also where its rule has values nobody has given."""
        name = origin.id.partition("/")[2]
        own = f"documents.origin.{slug(origin.id)}.title"
        keys = (own, f"budgets.formula.{name}", f"accounts.formula.{name}")
        return next((self.t(key) for key in keys if self.t.has(key)), origin.title)

    def origin(self, origin: Origin) -> str:
        """Return what an origin is and the work behind it, in the reader's language, one line."""
        if origin.kind == "formula":
            return self._formula_title(origin)
        taken, publication = self.taken(origin), self.publication(origin)
        return " – ".join(dict.fromkeys(x for x in (taken, publication) if x))

    def reason(self, key: str) -> str:
        """Return a reason given as a text key of the budgets' room."""
        return self.first([f"budgets.{key}", key, f"budgets.reason.{key}"], key)

    def warning(self, key: str) -> str:
        """Return a warning given as a text key of the budgets' room.

        The document's own wording goes first: its reader has no command line.
        """
        own = "documents." + key.removeprefix("budgets.")
        return self.first([own, f"budgets.{key}", key, f"budgets.warning.{key}"], key)

    def condition(self, key: str) -> str:
        """Return the name of an enabling condition, or of who owns the instrument."""
        return self.first(
            [
                f"futures.condition.{key}",
                f"futures.condition.{key}.name",
                f"budgets.{key}",
                f"budgets.condition.{key}",
                f"budgets.state_must.{key}",
                f"documents.owner.{key}",
            ],
            key,
        )

    def note(self, key: str) -> str:
        """Return a note given as a text key of the accounts' room."""
        return self.first([f"accounts.{key}", key, f"accounts.note.{key}"], key)

    def first(self, keys: list[str], otherwise: str) -> str:
        """Return the first text that exists, else the identifier as words."""
        for key in keys:
            try:
                if "." in key and self.t.has(key):
                    return self.t(key)
            except FileNotFoundError:
                continue
        words = otherwise.replace("_", " ").strip()
        return words[:1].upper() + words[1:]


def slug(id: str) -> str:
    """Return an origin's id as part of a text key.

    Examples
    --------
    >>> slug("figures/target/2030")
    'figures_target_2030'
    """
    return id.replace("/", "_").replace("-", "_")


def work(id: str, title: str) -> Origin | None:
    """Return a work of the facts' table of sources as an origin, or None if it is unknown."""
    try:
        row = facts.load().source(id)
    except FactsError:
        return None
    return Origin(
        id=f"work/{id}",
        kind="fact",
        title=title,
        source=f"{row['publisher']}: {row['title']}",
        url=str(row["url"] or ""),
        licence=str(row["licence"] or ""),
        checked_on=str(row.get("accessed") or ""),
        mark="judgement" if id == "judgement" else "verified",
    )
