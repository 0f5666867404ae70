"""Somebody's first page of the work by her job: at most three things to do, then the cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kortreist_web.core.domain import Card, Todo, domains
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tasks.processes import processes_card
from kortreist_web.tasks.queries import about_whom, dated, unowned, waiting
from kortreist_web.tenants.models import Organisation

__all__ = ["AT_MOST", "JOBS_WITH_PAGE", "FirstPage", "first_page", "nearest_three"]

#: Things to do that are shown at once.
AT_MOST = 3
#: Job → kinds of deadlines that name nobody and are hers all the same: the budget's way to the
#: council is the finance director's year.
_OF_JOB = {"finance_director": ("budget", "hearing", "council")}
#: Jobs with a first page of their own; everybody else has the year's.
JOBS_WITH_PAGE = frozenset(
    {
        "administrator",
        "auditor",
        "case_officer",
        "chief_executive",
        "elected_representative",
        "finance_director",
        "unit_leader",
    }
)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What is shown: what to do, and the cards of the job."""

    todos: list[Todo]
    cards: list[Card]


def nearest_three(todos: Iterable[Todo]) -> list[Todo]:
    """Return the things with the nearest day, each once; what has no day comes last."""
    once: dict[tuple[str, str], Todo] = {}
    for todo in todos:
        once.setdefault((todo.text, todo.url), todo)
    ordered = sorted(once.values(), key=lambda t: (t.due is None, t.due or date.max))
    return ordered[:AT_MOST]


def first_page(
    request: SignedInRequest, organisation: Organisation, job: str, today: date
) -> FirstPage:
    """Return the first page of a job."""
    makers = [d.job_cards[job] for d in domains().values() if job in d.job_cards]
    cards = [card for make in makers if (card := make(request, organisation)) is not None]
    if job == "chief_executive":
        cards.append(processes_card(organisation, today))
    here = {"code": organisation.code}
    todos = [todo for card in cards for todo in card.todos]
    # What waits for everybody is in the calendar; here stands what names her, or is of her job.
    rows = waiting(dated(organisation, request.user)).filter(due__isnull=False)
    own = about_whom(rows, organisation, request.user)
    own |= unowned(rows).filter(kind__in=_OF_JOB.get(job, ()))
    for task in own.order_by("due", "id")[:AT_MOST]:
        url = reverse("tasks:one", kwargs={**here, "pk": task.pk})
        todos.append(Todo(task.said, url, task.due))
    return FirstPage(nearest_three(todos), cards)
