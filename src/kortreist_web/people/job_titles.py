"""What people work as: a word for it, what of the work's first page it decides, what they may do.

A job gives no right to anything: roles do. It says whose year somebody's first page shows.
"""

from __future__ import annotations

from collections.abc import Collection

from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import text

__all__ = ["JOBS", "and_", "check_job", "first_job", "may_in_words", "said_of", "title_of"]

#: The jobs a municipality's climate work has, as ``people.job.<job>`` calls them.
JOBS: tuple[str, ...] = (
    "climate_adviser",
    "finance_director",
    "chief_executive",
    "unit_leader",
    "case_officer",
    "auditor",
    "elected_representative",
    "administrator",
)
#: The only role somebody has → her job, where nobody has said it.
_OF_ROLE = {
    "administrator": "administrator",
    "auditor": "auditor",
    "reader": "elected_representative",
    "reporter": "unit_leader",
}
#: Role → what it may do; one that may more says it for the one that may less.
_MAY = {
    "administrator": ("give_access",),
    "approver": ("edit", "approve"),
    "editor": ("edit",),
    "process_lead": ("hear", "answer", "moderate"),
    "case_officer": ("answer",),
    "moderator": ("moderate",),
    "auditor": ("read_all",),
    "reporter": ("report",),
    "reader": ("read",),
}


def check_job(job: str) -> None:
    """Refuse a job that is none of :data:`JOBS`.

    Raises
    ------
    RefusedError
    """
    if job and job not in JOBS:
        raise RefusedError("people.refused.job", job=job)


def title_of(job: str, own: str) -> str:
    """Return what a job is called: the municipality's own word where it has one."""
    return own or (text(f"people.job.{job}") if job else "")


def first_job(jobs: Collection[str], roles: Collection[str]) -> str:
    """Return the job whose first page somebody is shown; empty: the adviser's year.

    Of several jobs the one she was given first.
    """
    if chosen := next(filter(None, jobs), ""):
        return chosen
    return _OF_ROLE.get(next(iter(roles)), "") if len(roles) == 1 else ""


def and_(words: list[str]) -> str:
    """Return words as one reads them: ``a, b og c``."""
    if len(words) < 2:
        return "".join(words)
    return text("core.and", first=", ".join(words[:-1]), last=words[-1])


def may_in_words(roles: Collection[str]) -> str:
    """Return what roles together may do, the widest first.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     may_in_words({"administrator", "editor", "approver"})
    'give access, edit and approve'
    """
    may = [what for role, does in _MAY.items() if role in roles for what in does]
    if may != ["read"]:  # everybody else reads too
        may = [what for what in may if what != "read"]
    if "edit" in may:  # who edits leads hearings too
        less = ("report", "hear", "answer", "moderate")
        may = [what for what in may if what not in less]
    return and_([text(f"people.may.{what}") for what in dict.fromkeys(may)])


def said_of(jobs: Collection[tuple[str, str]], roles: Collection[str]) -> str:
    """Return who somebody is here, by her job, and what she may do: *Du er … (kan redigere)*.

    Parameters
    ----------
    jobs : collection of (str, str)
        Job and the municipality's own word for it, as :meth:`User.jobs_in` returns them.
    """
    titles = and_(list(dict.fromkeys(title_of(job, own) for job, own in jobs)))
    may = may_in_words(roles)
    return text("people.you_are" if titles else "people.you_may", title=titles, may=may)
