"""A county's plan: the sum of its municipalities' own plans, as the engine sums them.

Nobody decides for all of a county at once, so the sum has no measures, groups or limits of its
own: it cannot be tried on, answered for, or made a climate budget of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kortreist.accounts import Naming
from kortreist_web.accounts.models import Vintage
from kortreist_web.core.content import canonical
from kortreist_web.core.stair_chart import stair_chart
from kortreist_web.core.texts import language, web
from kortreist_web.plans.charts import pathway_chart
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from pathlib import Path

    from kortreist.budgets import CountyPlan
    from kortreist.places import Place

__all__ = [
    "KIND",
    "Member",
    "county_page",
    "county_sum",
    "county_under_name",
    "is_county",
    "is_sum",
    "sum_content",
    "sum_json",
]

#: ``kind`` of the answer's content.
KIND = "sum_of_members"
Progress = Callable[[int, int, str], None]


def is_county(organisation: Organisation) -> bool:
    """Tell whether an organisation's figures are a county's: its plan is a sum."""
    return len(organisation.figures_code) == 2


def is_sum(content: Mapping[str, Any] | None) -> bool:
    """Tell whether an answer is the sum of members' plans."""
    return bool(content) and (content or {}).get("kind") == KIND


def county_sum(
    place: Place,
    question: Mapping[str, Any],
    pins: Mapping[str, Any],
    *,
    data_dir: Path,
    overrides: Path | None,
    progress: Progress,
) -> CountyPlan:
    """Return the sum of the plans of a county's municipalities.

    Money and staff are asked along: the engine refuses them, since they are each
    municipality's own. What the county authority has decided about measures is not: it is not
    the municipalities' decision.

    Raises
    ------
    KortreistError
    """
    from kortreist.budgets import county_plan

    return county_plan(
        place,
        as_of=pins["vintage"] or None,
        data_dir=data_dir,
        today=date.fromisoformat(pins["today"]),
        progress=lambda done, total, name: progress(done, total, "plans.progress.members"),
        boundary=question["boundary"],
        without=question.get("without", ()),
        reduction=question["reduction"],
        target_year=question["target_year"],
        money_nok=question["money_nok"],
        staff_fte=question["staff_fte"],
        dearest=question.get("dearest"),
        frame_start=question.get("frame_start", "last"),
        futures_count=pins["futures"],
        seed=pins["seed"],
        overrides=overrides,
    )


def county_under_name(plan: CountyPlan, name: str, number: str) -> CountyPlan:
    """Return the sum under a name and a number: an invented county borrows a real one's."""
    return replace(plan, place=replace(plan.place, name=name, number=number))


def sum_content(plan: CountyPlan, language: str) -> dict[str, Any]:
    """Return ``plan.json`` of a sum as it is stored."""
    from kortreist.documents import county_dict

    return dict(canonical(county_dict(plan, language)))


def sum_json(plan: CountyPlan, language: str) -> str:
    """Return the sum as ``plan.json`` has it, to take away."""
    import json

    from kortreist.documents import county_dict

    made = county_dict(plan, language)
    return json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality in the sum, in the plan's last year."""

    name: str
    frame: float | None
    baseline: Mapping[str, float]
    pathway: Mapping[str, float]
    measures: int


def _gap(content: Mapping[str, Any], year: str) -> float | None:
    frame = content["frame"].get(year)
    return None if frame is None else content["pathway"][year]["central"] - frame


def _edition(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the edition all members are planned from, and where it is from."""
    id = content["members"][0]["vintage"]
    origin = Vintage.objects.filter(engine_id=id).values_list("origin", flat=True).first()
    return {"id": id, "origin": origin or id}


def county_page(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the page of a sum.

    Parameters
    ----------
    content : mapping
        See :func:`kortreist.documents.county_dict`.
    """
    years = [str(y) for y in content["plan_years"]]
    last = years[-1]
    return {
        "c": {**content, "vintage": _edition(content)},
        "first": years[0],
        "last": last,
        "stair": stair_chart(content),
        "chart": pathway_chart(dict(content)),
        "lacking": ", ".join(content["lacking"]),
        "left_out": Naming(language()).without(content["boundary_without"]),
        "chance_last": content["probability_under_frame"].get(last),
        "frame_rows": [
            {
                "year": y,
                "frame": content["frame"].get(y),
                "baseline": content["baseline"][y],
                "pathway": content["pathway"][y],
                "gap": _gap(content, y),
                "probability": content["probability_under_frame"].get(y),
            }
            for y in years
        ],
        "members": [
            Member(
                m["name"],
                m["frame"].get(last),
                m["baseline"][last],
                m["pathway"][last],
                len(m["measures"]),
            )
            for m in content["members"]
        ],
        "all_members": web().number(len(content["members"]) + len(content["lacking"])),
    }
