"""How far a plan reaches towards its target, what holds it back, and what can be done about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kortreist.documents.format.digits import rounded_price, significant
from kortreist_web.core.stair_chart import rounded_stair, stair_chart
from kortreist_web.core.texts import text, web
from kortreist_web.plans.models import Plan
from kortreist_web.plans.presenters import Reading
from kortreist_web.tenants.models import Organisation

__all__ = [
    "Way",
    "assumed_limits",
    "limit_said",
    "shut_by_price",
    "stair_said",
    "stair_view",
]

_LIMITS = ("money", "staff", "price")
#: The field of the new-plan form that holds each limit.
_FIELD = {"money": "money_nok", "staff": "staff_fte", "price": "dearest"}
#: What a limit is multiplied by in the plan that is offered; the form lets her change it.
_TIMES = 2.0
#: Origin of a limit the municipality has given itself.
_OWN = "formula/own_limit"
#: Why a measure is left out by the price limit.
_PRICED_OUT = ("too_dear", "not_ranked")


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done: what it says, where it leads, what it would give."""

    label: str
    url: str
    gives: str


def stair_said(content: Mapping[str, Any]) -> str:
    """Return the stair in words, with the numbers of its picture; "" where there is none."""
    layers, between = content.get("stair"), content.get("stair_from")
    if not layers or not between:
        return ""
    few = rounded_stair(layers, between["today"])
    left = few.cuts["unreached"]
    shown = {layer: _tonnes(cut) for layer, cut in few.cuts.items()}
    said = text(
        "plans.stair.said",
        way=_tonnes(few.today - few.target),
        now=between["today_year"],
        year=between["year"],
        **{k: v for k, v in shown.items() if k != "unreached"},
    )
    end = "surplus" if left < 0 else "left"
    return f"{said} {text(f'plans.stair.{end}', n=_tonnes(abs(left)))}"


def limit_said(content: Mapping[str, Any]) -> str:
    """Return which limit holds the plan back, and which do not; "" where nobody looked."""
    gains = {g["limit"]: g for g in content.get("limit_gains") or ()}
    if not gains:
        return ""
    binding = _binding(gains)
    if binding is None:
        said = text("plans.binds.none")
    else:
        n = _about(binding["tonnes"])
        said = text(f"plans.binds.{binding['limit']}", n=n, **_limits_now(content))
        rest = [k for k in _LIMITS if not gains[k]["binds"]]
        if binding["limit"] != "all" and rest:
            key = "_".join(rest)
            said = f"{said} {text(f'plans.binds.enough.{key}')}"
    shut = _shut_said(content, gains["price"])
    said = f"{said} {shut}".rstrip()
    given = assumed_limits(content)
    if not given:
        return said
    limits = text(f"plans.binds.assumed.{'_'.join(given)}", **_limits_now(content))
    return text("plans.binds.with", limits=limits, said=said[0].lower() + said[1:])


def assumed_limits(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the limits the program has assumed, not the municipality given: money, staff."""
    origins = content["limits"]
    return tuple(k for k in ("money", "staff") if origins.get(f"{k}_origin") != _OWN)


def _shut_said(content: Mapping[str, Any], price: Mapping[str, Any]) -> str:
    """Return what the price limit shuts out and why that changes nothing; "" where it binds.

    Without the limit these were open to the plan, which cut no more for it: what is above the
    frame is counted at the carbon price, and they are dearer than that.
    """
    shut = shut_by_price(content)
    if price["binds"] or not shut:
        return ""
    return text("plans.binds.shut", n=len(shut), tonnes=_about(sum(shut.values())))


def shut_by_price(content: Mapping[str, Any]) -> dict[str, float]:
    """Return measure id → t CO2e it would cut alone, of those the price limit leaves out."""
    return {
        row["id"]: row["would_cut"]
        for row in content["not_chosen"]
        if row.get("group_reason") in _PRICED_OUT and (row.get("would_cut") or 0.0) >= 0.5
    }


def _binding(gains: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the limit that gives most alone; all of them only where none does."""
    alone = [gains[k] for k in _LIMITS if k in gains and gains[k]["binds"]]
    if alone:
        return max(alone, key=lambda g: float(g["tonnes"]))
    whole = gains.get("all")
    return whole if whole and whole["binds"] else None


def _limits_now(content: Mapping[str, Any]) -> dict[str, str]:
    limits = content["limits"]
    nok = limits["money_nok_per_year"] / 1e6
    dearest = content["prices"]["dearest"]
    first = min(dearest)
    return {
        "money": _few(nok),
        "staff": _few(limits["staff_fte"]),
        "price": web().number(rounded_price(dearest[first])),
        "year": first,
    }


def _ways(organisation: Organisation, plan: Plan, content: Mapping[str, Any]) -> list[Way]:
    """Return what can be done about a plan that does not reach: each opens what it says."""
    gains = {g["limit"]: g for g in content.get("limit_gains") or ()}
    out = []
    if gains:
        now = {
            "money": content["limits"]["money_nok_per_year"],
            "staff": content["limits"]["staff_fte"],
            "price": next(iter(content["prices"]["dearest"].values())),
        }
        said = _limits_now(content)
        for limit in _LIMITS:
            more = math.ceil(significant(now[limit] * _TIMES, 2))
            out.append(
                Way(
                    text(f"plans.ways.{limit}"),
                    _new(
                        organisation,
                        plan,
                        _FIELD[limit],
                        str(more),
                    ),
                    text(f"plans.ways.{limit}_now", **said) + " " + _gives(content, gains[limit]),
                )
            )
    out.append(
        Way(
            text("plans.ways.target"),
            _new(organisation, plan, "reduction"),
            text("plans.ways.target_now"),
        )
    )
    return out


def _gives(content: Mapping[str, Any], gain: Mapping[str, Any]) -> str:
    if gain["binds"]:
        return text("plans.ways.gives", n=_about(gain["tonnes"]))
    if gain["limit"] == "price" and shut_by_price(content):
        return text("plans.ways.gives_unused")
    return text("plans.ways.gives_nothing")


def _new(organisation: Organisation, plan: Plan, field: str, value: str = "") -> str:
    """Return the address of the new-plan form with a plan's question, one field changed."""
    query = {"from": str(plan.pk), **({field: value} if value else {})}
    address = reverse("plans:new", kwargs={"code": organisation.code})
    return f"{address}?{urlencode(query)}#id_{field}"


def _own_limits(organisation: Organisation, plan: Plan, content: Mapping[str, Any]) -> str:
    """Return where the municipality gives its own money and staff; "" where it has."""
    given = assumed_limits(content)
    return _new(organisation, plan, _FIELD[given[0]]) if given else ""


def stair_view(organisation: Organisation, plan: Plan, reading: Reading) -> dict[str, Any]:
    """Return what the plan's page opens with.

    ``stair`` (Chart or None), ``stair_said`` and ``limit_said`` (sentences), ``own_limits``
    (address at which an assumed limit is given; "" where none is assumed), ``ways``,
    ``asks`` (conditions of the state with t CO2e and what waits for them) and
    ``stairs_before`` (title, chart and words of each earlier goal year).
    """
    content, asks = reading.content, reading.asks()
    before = []
    for earlier in content.get("stair_before", ()):
        one = {**content, "stair": earlier["layers"], "stair_from": earlier}
        before.append((earlier["year"], stair_said(one), stair_chart(one)))
    return {
        "stair": stair_chart(content),
        "stair_said": stair_said(content),
        "stairs_before": before,
        "limit_said": limit_said(content),
        "own_limits": _own_limits(organisation, plan, content),
        "ways": _ways(organisation, plan, content),
        "asks": asks,
        "asks_sum": sum(tonnes for _, tonnes, _ in asks),
        "beside": stair_chart(content.get("beside") or {}),
        "steps": reading.steps(),
    }


def _few(value: float) -> str:
    """Return a limit with two digits, without a decimal that says nothing."""
    rounded = significant(value, 2)
    decimals = next(d for d in (0, 1, 2) if d == 2 or round(rounded, d) == rounded)
    return web().number(rounded, decimals)


def _tonnes(value: float) -> str:
    return web().number(value)


def _about(value: float) -> str:
    """Return t CO2e told from fewer futures than the plan's: two digits."""
    return web().number(significant(value, 2))
