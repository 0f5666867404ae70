"""What to watch for a measure, written from the values a plan keeps, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kortreist_web.core.texts import engine, web

__all__ = ["inside", "money_text", "pilot_text", "signpost_text", "told_text"]


def signpost_text(row: Mapping[str, Any], name_of: Callable[[str, str], str]) -> str:
    """Return what to watch; "" where there is nothing.

    Parameters
    ----------
    row : mapping
        A measure of ``plan.json``: its ``signpost`` and, for a price, ``price_mark``.
    name_of : callable
        (kind, key) → the name of a condition or a driver.
    """
    post, t = row.get("signpost"), engine()
    if not post:
        return ""
    kind, key = post["kind"], post["key"]
    if kind == "condition":
        way = "condition_down" if post["direction"] == "down" else "condition"
        return t(f"plans.signpost.{way}", what=name_of(kind, key))
    if kind == "driver" and post["threshold"] is not None and post["year"] is not None:
        return t(
            f"plans.signpost.driver_{post['direction'] or 'up'}",
            what=inside(name_of(kind, key)),
            threshold=web().percent(post["threshold"]),
            year=post["year"],
        )
    if kind in ("cost", "effect") and post["threshold"] is not None:
        # The planner is not started by the pages that have no plan.
        from kortreist.plans.verdict import sign_key

        way, share = sign_key(kind, post["direction"], post["threshold"])
        return t(way, threshold=web().percent(share))
    if kind == "cost":
        known = row.get("price_mark", "unknown") != "unknown"
        return t(f"plans.signpost.cost{'_known' if known else ''}")
    return t(f"plans.signpost.{'effect' if kind == 'driver' else kind}")


def told_text(row: Mapping[str, Any]) -> str:
    """Return how often what is watched is seen in time; "" of plans from before 3.2.

    Parameters
    ----------
    row : mapping
        A measure of ``plan.json``.
    """
    post, t = row.get("signpost") or {}, engine()
    if post.get("unwatched"):
        return t(f"plans.signpost.unwatched.{post['unwatched']}")
    timely, false = post.get("timeliness"), post.get("false_alarms")
    if timely is None or false is None:
        return ""
    if timely["central"] == 0.0:
        return t("plans.signpost.too_late")
    return t(
        "plans.signpost.told",
        timely=web().chance(timely["central"]),
        false=web().chance(false["central"]),
    )


def pilot_text(row: Mapping[str, Any]) -> str:
    """Return what to try small; "" where that is not advised, and of plans from before 3.2.

    Parameters
    ----------
    row : mapping
        A measure of ``plan.json``.
    """
    pilot, t = row.get("pilot") or {}, engine()
    if pilot.get("advice") not in ("try", "share"):
        return ""
    return t(
        f"plans.pilot.{pilot['advice']}",
        share=t.percent(pilot["size"]),
        year=str(pilot["decide_after"]),
        what=t(f"plans.pilot.learns.{pilot['learns']}"),
        cost=money_text(pilot["cost_nok"]),
        value=money_text(pilot["value_nok"]["central"]),
    )


def money_text(nok: float) -> str:
    """Write an amount as the documents do: millions with one decimal, else whole thousands."""
    t = engine()
    if nok >= 995_000:
        return t("documents.money.million", n=t.number(nok / 1e6, 1))
    return t("documents.money.nok", n=t.number(round(nok, -3) if nok >= 995 else nok))


def inside(name: str) -> str:
    """Return a name as it is written inside a sentence."""
    from kortreist.documents.plan.labels import inside

    return inside(name)
