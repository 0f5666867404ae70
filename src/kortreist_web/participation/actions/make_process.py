"""Make a process, and change it while nobody has been promised anything."""

from __future__ import annotations

from datetime import date

from kortreist.facts import participation_rule
from kortreist_web.core.action import action
from kortreist_web.core.once import refuse_second
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Body
from kortreist_web.participation.models import Process
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["change_process", "make_process"]


@action("change", Process)
def make_process(
    who: User,
    organisation: Organisation,
    *,
    title: str,
    question: str,
    promise: str,
    version_of: Version | None = None,
    legal_basis: tuple[str, ...] = (),
    decided_by: Body | None = None,
    decision_on: date | None = None,
    lead: User | None = None,
) -> Process:
    """Make a process that nobody but the municipality's own people sees yet.

    Raises
    ------
    RefusedError
        The title or the question is empty, the promise or a rule unknown, or one with the same
        title is not over.
    """
    process = Process(
        organisation=organisation,
        title=title.strip(),
        question=question.strip(),
        promise=promise,
        version_of=version_of,
        legal_basis=list(legal_basis),
        decided_by=decided_by,
        decision_on=decision_on,
        lead=lead or who,
    )
    _check(process)
    refuse_second(process, "title")
    process.save()
    return process


@action("change", Process)
def change_process(
    who: User,
    organisation: Organisation,
    process: Process,
    *,
    title: str,
    question: str,
    promise: str,
    legal_basis: tuple[str, ...] = (),
    decided_by: Body | None = None,
    decision_on: date | None = None,
    lead: User | None = None,
    version: int | None = None,
    why: str = "",
) -> Process:
    """Change what a process says of itself; its promise and its matter stand once it is open.

    Raises
    ------
    RefusedError
        It is open, and the promise, the matter or who decides would be another.
    ConflictError
    """
    promised = ("question", "promise", "decided_by_id")
    before = [getattr(process, name) for name in promised]
    process.title, process.question, process.promise = title.strip(), question.strip(), promise
    process.legal_basis, process.decided_by = list(legal_basis), decided_by
    process.decision_on, process.lead = decision_on, lead or process.lead
    _check(process)
    opened = process.state != Process.State.DRAFT
    if opened and before != [getattr(process, name) for name in promised]:
        raise RefusedError("participation.refused.promised")
    process.save_as_read(version)
    return process


def _check(process: Process) -> None:
    for name in ("title", "question"):
        if not getattr(process, name):
            raise RefusedError(f"participation.refused.no_{name}", about=name)
    if process.promise not in Process.Promise.values:
        raise RefusedError("participation.refused.no_promise", about="promise")
    for rule in process.legal_basis:
        participation_rule(rule)  # unknown ones are refused by name
