"""What a row of a table would change of a binding that is there: old beside new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.bindings.entered import price_year_now
from kortreist_web.bindings.models import Binding
from kortreist_web.core.content import canonical
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Unit

__all__ = ["Difference", "differences", "for_new", "shown_differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that would change, in words.

    Parameters
    ----------
    field, before, after : str
    """

    field: str
    before: str
    after: str


def for_new(
    values: Mapping[str, Any], units: Mapping[int, Unit], confirmed: bool = False
) -> dict[str, Any]:
    """Return all that a row says, for a binding that is not there."""
    out = {k: v for k, v in values.items() if k not in ("unit_id", "stated")}
    unit = units.get(values.get("unit_id") or 0)
    if unit is not None:
        out["unit"] = unit
    out["zero_confirmed"] = bool(values["zero_confirmed"]) or confirmed
    return out


def differences(
    binding: Binding,
    values: Mapping[str, Any],
    units: Mapping[int, Unit],
    confirmed: bool = False,
) -> dict[str, Any]:
    """Return field → new value of what a row says otherwise than a binding that is there.

    What the file has no column for stays as it is, and so do alternatives where it has no row of
    one. Money stays in the prices of the binding's own year.

    Parameters
    ----------
    values : mapping
        See :func:`~kortreist_web.bindings.table.read_table`.
    units : mapping of int to Unit
    confirmed : bool
        A person has said that nothing is emitted and nothing paid if it is not signed.
    """
    read = for_new(values, units, confirmed)
    stated = {"unit" if name == "unit_id" else name for name in values["stated"]}
    out = {name: value for name, value in read.items() if name in stated}
    if confirmed:
        out["zero_confirmed"] = True
    if not out.get("alternatives"):
        out.pop("alternatives", None)
    level = _level(binding.price_year)
    for name in ("capital", "running", "waiting_cost"):
        if name in out:
            out[name] = _money(out[name], level)
    if "alternatives" in out:
        out["alternatives"] = [
            {**a, **{n: _money(a[n], level) for n in ("capital", "running")}}
            for a in out["alternatives"]
        ]
    if "exits" in out:
        notice = {e["year"]: e.get("notice_months") or 0 for e in binding.exits}
        out["exits"] = [
            {**e, "nok": _money(e["nok"], level), "notice_months": notice.get(e["year"], 0)}
            for e in out["exits"]
        ]
    return {n: v for n, v in out.items() if _plain(v) != _plain(getattr(binding, n))}


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Unit) else canonical(value)


def _level(price_year: int | None) -> float:
    from kortreist.measures.prices import price_level

    if price_year is None or price_year >= price_year_now():
        return 1.0
    return float(price_level().of(price_year))


def _money(nok: float | None, level: float) -> float | None:
    return None if nok is None else round(nok / level, 2)


def shown_differences(binding: Binding, changes: Mapping[str, Any]) -> list[Difference]:
    """Return what would change in the reader's words."""
    return [
        Difference(
            text(f"bindings.log.field.{name}"), _said(name, getattr(binding, name)), _said(name, v)
        )
        for name, v in changes.items()
    ]


def _said(field: str, value: Any) -> str:
    t = web()
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return t("core.yes" if value else "core.no")
    if field in ("kind", "status", "mode", "account", "decider"):
        return t(f"bindings.{field}.{value}")
    if field == "exits":
        return "; ".join(f"{e['year']}: {t.number(e['nok'])}" for e in value)
    if field == "alternatives":
        nothing = t("bindings.alternative.nothing_signed")
        return "; ".join(
            ", ".join(
                "–" if part is None else part if isinstance(part, str) else t.number(part)
                for part in (a["name"] or nothing, a["capital"], a["running"], a["tonnes"])
            )
            for a in value
        )
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    year = field in ("signed_by", "start", "price_year", "needs_by", "tonnes_last")
    if isinstance(value, int | float) and not year:
        return t.number(value) if float(value).is_integer() else t.number(value, 2)
    return str(value)
