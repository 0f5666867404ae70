"""When a binding is signed, and when it can be left: tasks with an owner, warned in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from kortreist_web.bindings.models import Binding
from kortreist_web.core.texts import web
from kortreist_web.tasks.kinds import TaskKind
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.subjects import drop_task, keep_task, tasks_about

__all__ = [
    "LEAVING",
    "SIGNING",
    "TASKS",
    "Deadline",
    "deadlines_of",
    "drop_deadlines",
    "keep_deadlines",
    "notice_day",
]

SIGNING, LEAVING = "binding_signing", "binding_leaving"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day something must be decided by.

    Parameters
    ----------
    kind : {"signing", "notice", "exit", "end"}
    day : datetime.date
    nok : float or None
        What leaving costs.
    passed : bool
        Whether it is gone.
    """

    kind: str
    day: date
    nok: float | None
    passed: bool


def notice_day(year: int, months: int) -> date:
    """Return the last day on which notice can be given of leaving at the start of a year.

    Examples
    --------
    >>> notice_day(2032, 6), notice_day(2032, 0), notice_day(2032, 12)
    (datetime.date(2031, 6, 30), datetime.date(2031, 12, 31), datetime.date(2030, 12, 31))
    """
    before = year * 12 - months
    first = date(before // 12, before % 12 + 1, 1)
    return date.fromordinal(first.toordinal() - 1)


def deadlines_of(binding: Binding, today: date) -> list[Deadline]:
    """Return the days of a binding in order: signing, notices and exits, and its end.

    The signing of what is signed already is no deadline any more.
    """
    out: list[Deadline] = []
    signed = binding.status in (Binding.Status.CONTRACTED, Binding.Status.RUNNING)
    if binding.signing_day is not None and not signed:
        day = binding.signing_day
        out.append(Deadline("signing", day, None, day < today))
    for way in binding.exits:
        months = int(way.get("notice_months") or 0)
        day = notice_day(int(way["year"]), months)
        out.append(Deadline("notice" if months else "exit", day, float(way["nok"]), day < today))
    if binding.last is not None:
        day = date(binding.last, 12, 31)
        out.append(Deadline("end", day, None, day < today))
    return sorted(out, key=lambda d: d.day)


def keep_deadlines(binding: Binding) -> None:
    """Keep the tasks of a binding as it is: its signing, and the next way out.

    Called inside an action. One that is gone by lapses, and says that it is past.
    """
    today = timezone.localdate()
    owner = Owner(unit=binding.unit) if binding.unit_id else Owner(role="editor")
    days = deadlines_of(binding, today)
    signing = [d for d in days if d.kind == "signing"]
    ways = [d for d in days if d.kind in ("notice", "exit")]
    leaving = [d for d in ways if not d.passed][:1] or ways[-1:]
    for kind, found in ((SIGNING, signing), (LEAVING, leaving)):
        _keep(kind, binding, found[0] if found else None, owner)


def _keep(kind: str, binding: Binding, deadline: Deadline | None, owner: Owner) -> None:
    there = tasks_about(kind, [binding]).get(binding.pk)
    if deadline is None:
        if there is not None and there.waits:
            if kind == SIGNING:
                there.finish(timezone.localdate(), binding.get_status_display())
                there.save()
            else:
                drop_task(kind, binding)
        return
    if there is None and deadline.passed:
        return  # nobody could have kept it
    say = web(binding.organisation.language)
    title = say(f"bindings.deadline.task_{deadline.kind}", name=binding.name)
    task = keep_task(kind, binding, title=title, owner=owner, due=deadline.day)
    if deadline.passed and task.waits:
        task.lapse(say("bindings.deadline.passed"))
        task.save()
    elif not deadline.passed and task.state == Task.State.LAPSED:
        task.reopen()
        task.save()


def drop_deadlines(binding: Binding) -> None:
    """Remove the tasks of a binding that is withdrawn."""
    for kind in (SIGNING, LEAVING):
        drop_task(kind, binding)


def _about(task: Task) -> tuple[str, str] | None:
    rows = Binding.objects.filter(organisation=task.organisation_id)
    binding = rows.filter(pk=task.subject or 0).first()
    if binding is None:
        return None
    keys = {"code": task.organisation.code, "pk": binding.pk}
    return binding.name, reverse("bindings:show", kwargs=keys)


def _warned() -> tuple[int, ...]:
    """Return how many months before its day a binding's owner is warned."""
    from kortreist.facts import load

    store = load()
    return tuple(
        int(store.figure(f"bindings/warning_months_{n}").value) for n in ("first", "second", "last")
    )


TASKS = (
    TaskKind(
        SIGNING,
        "bindings.deadline.signing",
        follows=True,
        about=_about,
        months_before=_warned,
    ),
    TaskKind(
        LEAVING,
        "bindings.deadline.leaving",
        about=_about,
        months_before=_warned,
    ),
)
