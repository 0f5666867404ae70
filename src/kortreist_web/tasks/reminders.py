"""Reminders: what waits for a person by name and is due soon, or was, by e-mail on set days.

A worker asks once a day (``Domain.daily``). The days are counted from the task's own day, so
that nothing need be kept of what was sent; the job's key makes each day's reminders one job.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import MINYEAR, date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import web
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import Membership, User
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.kinds import declared
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import members_on
from kortreist_web.tasks.queries import about_whom, dated, unowned, waiting
from kortreist_web.tenants.models import Organisation

__all__ = [
    "DAYS_BEFORE",
    "EVERY_DAYS_PAST",
    "REMIND",
    "ask",
    "is_reminded",
    "is_warned",
    "months_earlier",
    "remind",
    "reminders",
]

#: The kind of the background job.
REMIND = "tasks.remind"
#: So many days before its day a task is said.
DAYS_BEFORE: tuple[int, ...] = (14, 3, 0)
#: When it is past: the day after, and so often from then.
EVERY_DAYS_PAST = 7


def months_earlier(day: date, months: int) -> date:
    """Return the day so many months before; the month's last where it is shorter.

    Examples
    --------
    >>> months_earlier(date(2027, 12, 31), 6), months_earlier(date(2027, 6, 30), 18)
    (datetime.date(2027, 6, 30), datetime.date(2025, 12, 30))
    """
    before = day.year * 12 + day.month - 1 - months
    year, month = divmod(before, 12)
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_warned(task: Task, today: date) -> bool:
    """Tell whether a task of a kind that is warned of months before is so on a day."""
    kind = declared(task.kind)
    if kind is None or kind.months_before is None or task.due is None:
        return False
    return today in {months_earlier(task.due, n) for n in kind.months_before()}


def is_reminded(due: date, today: date) -> bool:
    """Tell whether a task due on a day is reminded of on another.

    Examples
    --------
    >>> due = date(2027, 4, 30)
    >>> [d for d in range(1, 31) if is_reminded(due, date(2027, 4, d))]
    [16, 27, 30]
    >>> [d for d in range(1, 16) if is_reminded(due, date(2027, 5, d))]
    [1, 8, 15]
    """
    days = (due - today).days
    return days in DAYS_BEFORE or (days < 0 and (-days - 1) % EVERY_DAYS_PAST == 0)


def reminders(organisation: Organisation, user: User, today: date) -> list[Dated]:
    """Return what a person is reminded of; all that is past comes along when anything does."""
    there = waiting(dated(organisation, user))
    rows = about_whom(there, organisation, user)
    if policy_of(Task).may(user, "change", organisation):  # what is nobody's is for her to give
        rows = rows | unowned(there)
    near = [Dated.of(t, today) for t in rows.filter(due__isnull=False).order_by("due", "id")]
    warned = [d for d in near if is_warned(d.task, today)]
    if not warned and not any(d.task.due and is_reminded(d.task.due, today) for d in near):
        return []
    return [d for d in near if d.days <= max(DAYS_BEFORE) or d in warned]


def ask(day: date) -> None:
    """Ask for the day's reminders, once for each organisation that has people."""
    rows = Organisation.objects.filter(pk__in=Membership.objects.values("organisation"))
    for organisation in rows:
        enqueue(
            REMIND,
            {"day": day.isoformat()},
            organisation=organisation,
            key=f"{REMIND}:{organisation.pk}:{day.isoformat()}",
            queue="messages",
        )


def remind(job: Job, progress: Progress) -> Write:
    """Write to each person who is reminded of something; those who want no mail get none."""
    organisation, today = job.organisation, date.fromisoformat(job.params["day"])
    assert organisation is not None, "reminders are queued for one organisation"
    people = members_on(organisation, today).filter(invented=False, reminders=True)
    mails = [
        _mail(organisation, p, due) for p in people if (due := reminders(organisation, p, today))
    ]
    progress(0, len(mails), "tasks.reminder.sending")
    # One that a dead address stops does not keep the others from theirs.
    sent = sum(_sent(mail) for mail in mails)

    def write() -> dict[str, Any]:
        return {"sent": sent, "failed": len(mails) - sent}

    return write


def _sent(mail: EmailMessage, send: Callable[[EmailMessage], int] = EmailMessage.send) -> bool:
    try:
        return bool(send(mail))
    except OSError:
        return False


def _mail(organisation: Organisation, user: User, due: list[Dated]) -> EmailMessage:
    """Return the mail: what is past, what is due, and where the tasks are."""
    language = user.language or organisation.language
    words = web(language)
    with override(language):
        address = settings.ORIGIN + reverse("tasks:list", kwargs={"code": organisation.code})
        lines = [_line(words, one) for one in due]
    values = {"place": organisation.name, "link": address, "site": settings.ORIGIN}
    body = (
        words("tasks.reminder.body", **values),
        "\n".join(lines),
        words("tasks.reminder.end", **values),
    )
    return EmailMessage(
        words("tasks.reminder.subject", **values),
        "\n\n".join(body),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )


def _line(words: Any, one: Dated) -> str:
    day = words.date(one.task.due.isoformat()) if one.task.due else ""
    key = "past" if one.days < 0 else "coming"
    return "- " + words(f"tasks.reminder.{key}", day=day, title=one.task.said)
