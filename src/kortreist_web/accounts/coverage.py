"""How often the printed interval has held for a municipality, from the editions that are here.

With only the edition that ships there is next to nothing to try, and the answer comes at once.
With more, every base year and edition of the county is judged: that is done by a job, once for
the same editions and facts.
"""

from __future__ import annotations

from typing import Any

from kortreist_web.accounts.data_directories import engine_data_dir, vintages_of
from kortreist_web.accounts.openness import hidden_vintages
from kortreist_web.accounts.pins import facts_version
from kortreist_web.core.actors import Visitor
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.tenants.models import Organisation

__all__ = ["KIND", "held_for", "judge"]

KIND = "accounts.backtest"


def judge(organisation: Organisation, *, shared_only: bool) -> dict[str, Any]:
    """Return the backtest as plain values, under the organisation's name.

    Parameters
    ----------
    organisation : Organisation
    shared_only : bool
        Whether only the editions that are everybody's are tried.

    Raises
    ------
    FiguresMissingError
        No edition holds the place.
    """
    from kortreist import backtests, places
    from kortreist.backtests.as_dict import backtest_dict

    data_dir = engine_data_dir(None if shared_only else organisation)
    result = backtest_dict(backtests.backtest(places.find(organisation.figures_code), data_dir))
    if result["whose"]["own"]:
        result["whose"] = {
            **result["whose"],
            "name": organisation.name,
            "number": organisation.code,
        }
    return result


def held_for(user: Visitor, organisation: Organisation) -> tuple[dict[str, Any] | None, Job | None]:
    """Return the backtest a person may see, or the job that makes it.

    A municipality's own editions count for its people, and for others when they are open.
    """
    shared_only = bool(hidden_vintages(user, organisation))
    editions = vintages_of(None if shared_only else organisation)
    ids = sorted(editions.values_list("engine_id", flat=True))
    if len(ids) < 2:
        return judge(organisation, shared_only=shared_only), None
    key = f"backtest:{organisation.code}:{facts_version()[:16]}:{'+'.join(ids)}"
    params = {"organisation": organisation.pk, "shared_only": shared_only}
    job = enqueue(KIND, params, organisation=organisation, key=_short(key))
    return (job.result if job.state == Job.State.DONE else None), job


def _short(key: str) -> str:
    import hashlib

    return "backtest:" + hashlib.sha256(key.encode()).hexdigest()[:40]
