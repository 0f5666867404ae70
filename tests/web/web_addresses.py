"""Every address of the site, what is declared of it, and values that fit its parameters."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import product
from types import SimpleNamespace
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from web_world import NUMBER, PERIOD, YEAR

#: The model of a key in an address, where it is not the one the permission is asked of.
KEYS = {
    ("budgets:add", "pk"): "budgets.Budget",
    ("budgets:change", "pk"): "budgets.Budget",
    ("budgets:cost", "pk"): "budgets.Budget",
    ("budgets:move", "pk"): "budgets.Budget",
    ("budgets:remove", "pk"): "budgets.Budget",
    ("bindings:case", "pk"): "bindings.Binding",
    ("indicators:observe", "pk"): "indicators.Indicator",
    ("reports:say", "pk"): "measures.MeasureChoice",
    ("reports:said", "pk"): "measures.MeasureChoice",
    ("publishing:publish", "pk"): "versions.Version",
    ("publishing:withdraw", "pk"): "publishing.Publication",
    ("decisions:resolution", "pk"): "decisions.Resolution",
    ("decisions:split", "pk"): "decisions.Resolution",
    ("decisions:point", "pk"): "decisions.Resolution",
    ("decisions:add_point", "pk"): "decisions.Resolution",
    ("decisions:vote", "pk"): "decisions.Resolution",
    ("decisions:paper_public", "pk"): "decisions.Resolution",
}
#: Parameters that are the same in every organisation: values to try until one fits the address.
SAME: dict[str, tuple[Any, ...]] = {
    "year": (YEAR,),
    "number": (NUMBER,),
    "period": (PERIOD,),
    "first": (YEAR,),
    "second": (NUMBER,),
    "subject": (str(YEAR),),
    "lang": ("nb",),
    "language": ("nb",),
    "format": ("json", "html"),
    "extension": ("pdf", "json"),
    "form": ("some.form", "json", "ttl", "csv", "xlsx"),
    "kind": ("budget", "json", "pdf"),
    "prefix": ("0" * 12, "0" * 64),
    "pointer": ("x",),
    "provider_id": ("none",),
    "key": ("1-x",),
    "token": ("x" * 32,),
    "contact": (1,),
    "name": ("utslipp",),
    "uidb36": ("1",),
    "what": ("tenants.Unit",),
    "part": ("energy",),
}
#: Parameters that are keys: of which model.
ROWS = {
    "line": "budgets.BudgetLine",
    "section": "platforms.PlatformSection",
    "commitment": "platforms.Commitment",
    "base": "plans.Plan",
    "tried": "plans.Plan",
    "row": "tenants.Unit",
    "reading": "signposts.Reading",
}


class Address(SimpleNamespace):
    """One pattern: name, view, parameters, and what is declared of it."""

    name: str
    view: Any
    params: tuple[str, ...]
    route: str

    @property
    def access(self) -> Any:
        return getattr(self.view, "access", None)

    @property
    def keys(self) -> list[str]:
        """Parameters that are keys of rows."""
        return [p for p in self.params if p == "pk" or p in ROWS]

    def __repr__(self) -> str:
        return self.name


def _walk(resolver: Any, route: str = "", space: str = "") -> Any:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, here, inner)
        elif isinstance(one, URLPattern):
            yield Address(
                name=f"{space}{one.name}",
                view=one.callback,
                route=here,
                params=tuple(one.pattern.regex.groupindex) or (),
                full=here,
            )


def _addresses() -> list[Address]:
    with override("nb"):
        found = list(_walk(get_resolver()))
    for one in found:
        # Parameters of an including pattern count too.
        one.params = tuple(dict.fromkeys((*_params(one.route), *one.params)))
    return found


def _params(route: str) -> list[str]:
    return [m.split(":")[-1] for m in re.findall(r"<([^>?]+)>", route.replace("(?P<", "<"))]


def is_api(one: Address) -> bool:
    return one.route.startswith("api/")


ADDRESSES = [a for a in _addresses() if not is_api(a)]
API = [a for a in _addresses() if is_api(a)]


def values_of(one: Address, code: str, world: dict[str, Any]) -> dict[str, Any]:
    """Return values for an address's parameters, with the rows of a world."""
    found: dict[str, Any] = {}
    for param in one.params:
        if param == "code":
            found[param] = code
        elif param == "pk":
            label = KEYS.get((one.name, "pk"))
            if label is None and one.access is not None and one.access.model is not None:
                label = one.access.model._meta.label
            found[param] = world[label].pk if label else 1
        elif param in ROWS:
            found[param] = world[ROWS[param]].pk
        elif param == "measure":
            found[param] = world["measures.MeasureChoice"].measure
        elif param not in SAME:
            raise KeyError(f"{one.name}: teach SAME or ROWS what {param} is")
    return found


def address(one: Address, code: str, world: dict[str, Any], language: str = "nb") -> str:
    """Return the address with values that fit it."""
    fixed = values_of(one, code, world)
    free = [p for p in one.params if p not in fixed]
    with override(language):
        for values in product(*(SAME[p] for p in free)):
            with suppress(NoReverseMatch):
                return reverse(one.name, kwargs={**fixed, **dict(zip(free, values, strict=True))})
    raise KeyError(f"{one.name}: no value of SAME fits {free}")
