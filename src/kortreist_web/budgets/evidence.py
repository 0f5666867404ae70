"""What has been seen of a measure: values observed of its indicators, and how it went.

Anyone sees what completed reports hold; members also what is reported since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name
from kortreist_web.versions.queries import versions_of
from kortreist_web.versions.withdrawn import withdrawals

__all__ = ["Evidence", "Reported", "Seen", "completed_contents", "evidence", "tone"]

#: Status → colour of its tag; the word stands in it.
_TONES: dict[str | None, str] = {
    "done": "success",
    "on_track": "success",
    "not_started": "warning",
    "delayed": "warning",
    "stopped": "danger",
    None: "neutral",
}


def tone(status: str | None, start_year: int | None, year: int) -> str:
    """Return the colour of a status; one that is to start later has not begun, as planned."""
    if status == "not_started" and (start_year or 0) > year:
        return "neutral"
    return _TONES[status]


@dataclass(frozen=True, slots=True)
class Seen:
    """A value observed; None with the reason where it is missing."""

    year: int
    period: int
    periods: int
    value: float | None
    missing_reason: str
    published: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """How a measure went in a period, as a completed report says."""

    year: int
    period: int
    periods: int
    status: str
    hindrance: str

    @property
    def when(self) -> str:
        """Return what the period is called."""
        return period_name(self.year, self.period, self.periods)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Indicator → values, and measure → reports, oldest first; measure → why it has none."""

    seen: dict[int, list[Seen]]
    reported: dict[str, list[Reported]]
    #: Of measures the newest report has no status of: the reason it gives.
    unsaid: dict[str, str] = field(default_factory=dict)


def evidence(organisation: Organisation, indicators: Iterable[int], *, member: bool) -> Evidence:
    """Return what is known of indicators and measures.

    Parameters
    ----------
    member : bool
        Whether live observations may be seen too.
    """
    indicator_ids = set(indicators)
    seen: dict[int, dict[tuple[int, int], Seen]] = {}
    reported: dict[str, dict[tuple[int, int], Reported]] = {}
    unsaid: dict[str, str] = {}
    for content in completed_contents(organisation):
        for row in content.get("rows", []):
            unsaid[row["measure"]] = "" if row.get("status") else row.get("reason") or ""
            if row.get("status"):
                when = (content["year"], content["period"])
                report = Reported(
                    *when, content["periods"], row["status"], row.get("hindrance") or ""
                )
                reported.setdefault(row["measure"], {})[when] = report
            for o in row.get("observations", []):
                if o.get("id") in indicator_ids and o.get("year") is not None:
                    when = (o["year"], o["period"] or 0)
                    periods = o.get("periods") or content["periods"]
                    seen.setdefault(o["id"], {})[when] = Seen(
                        *when, periods, o.get("value"), o.get("missing_reason") or "", True
                    )
    if member:
        _add_live(indicator_ids, seen)
    return Evidence(
        {id: [rows[k] for k in sorted(rows)] for id, rows in seen.items()},
        {m: [rows[k] for k in sorted(rows)] for m, rows in reported.items()},
        {measure: why for measure, why in unsaid.items() if why},
    )


def completed_contents(organisation: Organisation) -> list[dict[str, Any]]:
    """Return the contents of the completed reports that anyone may read, oldest first.

    Reports lie to the right: their versions are asked for by their kind.
    """
    gone = withdrawals(organisation, "report")
    rows = versions_of(organisation, "report").exclude(pk__in=gone)
    return list(rows.order_by("id").values_list("content", flat=True))


def _add_live(indicator_ids: set[int], seen: dict[int, dict[tuple[int, int], Seen]]) -> None:
    from kortreist_web.indicators.models import Observation

    for o in Observation.objects.filter(indicator__in=indicator_ids):
        rows = seen.setdefault(o.indicator_id, {})
        if (o.year, o.period) not in rows:
            rows[(o.year, o.period)] = Seen(
                o.year, o.period, o.periods, o.value, o.missing_reason, False
            )
