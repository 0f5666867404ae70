"""What a municipality's first page concludes: sentences made from figures, each with its source.

Said is only what the figures bear. A change is between two years that are there; what adopted
measures lead to is said with its interval, and whether it reaches the target only where the
whole interval does, or none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kortreist.accounts import Naming
from kortreist.i18n import name_in
from kortreist_web.accounts.boundaries import boundary_label
from kortreist_web.core.pointers import join
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["conclusion"]

#: A change that rounds to nothing is none.
_NO_CHANGE = 0.005


def conclusion(
    organisation: Organisation,
    account: Mapping[str, Any] | None,
    plain: Mapping[str, Any] | None,
    budget: Mapping[str, Any] | None,
    goal: Any = None,
) -> list[SafeString]:
    """Return the sentences, in the order they are read.

    Parameters
    ----------
    account, plain : mapping or None
        The account, else the official figures alone, as the first page has them.
    budget : mapping or None
        The summary of the budget in force.
    goal : AdoptedGoal, optional
        The goal a path is computed for, where no budget says which is aimed at.
    """
    say = _Say(organisation, account, budget)
    held = account or plain
    if held is None or not held["history"]:
        return []
    target = _target(budget, goal)
    out = _development(say, held["history"], target)
    out += _aim(say, organisation, held["history"], target)
    out += _ahead(say, organisation, budget, target)
    out += _largest(say, account, plain)
    return out


class _Say:
    """Writes sentences whose figures lead to where they come from."""

    def __init__(
        self,
        organisation: Organisation,
        account: Mapping[str, Any] | None,
        budget: Mapping[str, Any] | None,
    ) -> None:
        self.code = organisation.code
        self.hashes = {"account": account and account["hash"], "budget": budget and budget["hash"]}

    def linked(self, written: str, kind: str, pointer: str) -> SafeString:
        """Return a figure that leads to its address; of official figures alone, to the table."""
        content_hash = self.hashes.get(kind)
        if content_hash:
            values = {"kind": kind, "prefix": content_hash[:12], "pointer": pointer}
            url = reverse("publishing:figure", kwargs={"code": self.code, **values})
        else:
            url = reverse("data:history", kwargs={"code": self.code, "form": "csv"})
        return format_html(
            '<a class="p-figure" href="{}">{}<span class="k-sr"> ({})</span></a>',
            url, written, text("publishing.conclusion.whence"),
        )  # fmt: skip

    def __call__(self, key: str, **values: str | int) -> SafeString:
        """Return a sentence; what is safe in it stays a link, the rest is escaped."""
        marks = {name: f"\ue000{name}\ue001" for name in values}
        said = str(conditional_escape(text(f"publishing.conclusion.{key}", **marks)))
        for name, value in values.items():
            said = said.replace(
                marks[name], conditional_escape(str(value) if isinstance(value, int) else value)
            )
        return mark_safe(said)  # noqa: S308 - the text and each value are escaped above


def _target(budget: Mapping[str, Any] | None, goal: Any) -> dict[str, Any] | None:
    """Return what is aimed at: the budget's target, else the goal the council has adopted."""
    if budget is not None and "reduction" in budget["target"]:
        t = budget["target"]
        return {
            "cut": budget["cut"],
            "low": t["reduction"],
            "reference": int(t["reference_year"]),
            "year": int(t["target_year"]),
            "scope": _scope(t),
            "pointer": "target/reduction",
        }
    if goal is not None and goal.kind == goal.Kind.SHARE:
        high = None if goal.reduction_high is None else goal.reduction_high / 100
        return {
            "cut": web().goal(goal.reduction / 100, high),
            "low": goal.reduction / 100,
            "reference": goal.base_year,
            "year": goal.target_year,
            "scope": _within(goal.without) if goal.without else "",
            "pointer": "",
        }
    return None


def _scope(target: Mapping[str, Any]) -> str:
    """Return what the target is of, where that is not all direct emissions."""
    if target.get("boundary_without"):
        return _within(target["boundary_without"])
    boundary = target.get("boundary", "territorial")
    return "" if boundary == "territorial" else engine()(f"documents.boundary.{boundary}")


def _within(without: Collection[str]) -> str:
    """Return what is left when something is left out, as it is written within a sentence."""
    label = boundary_label(without)
    return label[:1].lower() + label[1:]


def _development(
    say: _Say, history: Mapping[int, float], target: Mapping[str, Any] | None
) -> list[SafeString]:
    """Say how emissions have changed since the target's reference year, or the first year."""
    last = max(history)
    wanted: int | None = target["reference"] if target and not target["scope"] else None
    first = min(history)
    if wanted is not None and wanted in history and wanted < last:
        first = wanted
    if first == last or not history[first]:
        tonnes = say.linked(web().number(history[last]), "account", join("history", last))
        return [say("one_year", year=last, tonnes=tonnes)]
    change = history[last] / history[first] - 1
    pointer = join("derived", "change", first, last)
    key = "unchanged" if abs(change) < _NO_CHANGE else "fallen" if change < 0 else "risen"
    share = web().percent(abs(change)) if key != "unchanged" else text("publishing.conclusion.same")
    said = [say(key, share=say.linked(share, "account", pointer), first=first, last=last)]
    if wanted is not None and wanted not in history:
        said.append(say("no_base", year=wanted, first=first))
    return said


def _aim(
    say: _Say,
    organisation: Organisation,
    history: Mapping[int, float],
    target: Mapping[str, Any] | None,
) -> list[SafeString]:
    if target is None:
        # Of official figures alone nothing is known of what the municipality has decided.
        return [] if organisation.official_only else [say("no_target", name=organisation.name)]
    cut: str = target["cut"]
    if target["pointer"]:
        cut = say.linked(target["cut"], "budget", target["pointer"])
    values = {"cut": cut, "year": target["year"], "reference": target["reference"]}
    if target["scope"]:
        return [say("target_scope", scope=target["scope"], **values)]
    same = target["reference"] in history and target["reference"] < max(history)
    return [say("target" if same else "target_since", **values)]


def _ahead(
    say: _Say,
    organisation: Organisation,
    budget: Mapping[str, Any] | None,
    target: Mapping[str, Any] | None,
) -> list[SafeString]:
    """Say where what is adopted leads, against the same reference year, with its interval."""
    if budget is None:
        return [] if organisation.official_only else [say("no_budget")]
    band, reference, year = budget["pathway"], budget["reference"], budget["year"]
    if not band:
        return []
    t = web()
    if not reference:
        low, high = t.interval(band["low"], band["high"])
        tonnes = say.linked(
            t.within(band["central"], band["low"], band["high"]), "budget", join("pathway", year)
        )
        return [say("ahead_tonnes", tonnes=tonnes, low=low, high=high, year=year)]
    least, cut, most = (1 - band[k] / reference for k in ("high", "central", "low"))
    written, low, high = (t.percent(abs(v)) for v in (cut, least, most))
    linked = say.linked(written, "budget", join("derived", "cut", year))
    if cut < 0:
        return [say("ahead_risen", share=linked, reference=budget["target"]["reference_year"])]
    if least < 0:
        low = f"\u2212{low}"
    reaches = target is not None and str(target["year"]) == str(year)
    said = [say("ahead" if reaches else "ahead_by", share=linked, low=low, high=high, year=year)]
    if target is not None and reaches:
        key = "enough" if least >= target["low"] else "short" if most < target["low"] else "maybe"
        said.append(say(key))
    return said


def _largest(
    say: _Say, account: Mapping[str, Any] | None, plain: Mapping[str, Any] | None
) -> list[SafeString]:
    """Say what the largest sector of the direct emissions is, and how much of them."""
    if account is not None:
        content = account["row"].content
        boundary = content["web"]["boundaries"].get("territorial")
        if boundary is None:
            return []
        total = content["totals"]["territorial"]["value"]
        index, row = max(enumerate(boundary["sectors"]), key=lambda pair: pair[1]["value"])
        name = name_in(content["web"]["sector_names"][row["sector"]], language())
        share, pointer = row["value"] / total, join("derived", "share", "territorial", index)
    else:
        assert plain is not None
        sectors = plain["sectors"]
        total = sum(sectors.values())
        key = max(sectors, key=lambda k: sectors[k])
        name, share, pointer = Naming(language()).sector(key), sectors[key] / total, ""
    size = "half" if share > 0.505 else "third" if share > 0.34 else "most"
    linked = say.linked(web().percent(share), "account", pointer)
    return [say(size, sector=name, share=linked)]
