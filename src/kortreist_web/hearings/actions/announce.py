"""What must be in place before a hearing opens: announcement, documents, whom it is sent to."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.once import refuse_second
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.uploads import bare_name, check_size
from kortreist_web.decisions.models import Body
from kortreist_web.hearings.models import Hearing, HearingDocument, Recipient
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_document", "add_recipient", "announce", "say_none", "send_to"]


@action("change", Hearing)
def announce(
    who: User,
    organisation: Organisation,
    hearing: Hearing,
    *,
    announced_in: str,
    announced_on: date,
    announced_at: str = "",
    paper_copy: str = "",
    version: int | None = None,
) -> Hearing:
    """Say where and when a hearing is announced, and where its documents lie on paper.

    Raises
    ------
    RefusedError
        No place, a day after the hearing opens, or it is over.
    ConflictError
    """
    _not_over(hearing)
    if not announced_in.strip():
        raise RefusedError("hearings.refused.where", about="announced_in")
    if announced_on > hearing.opens_on:
        raise RefusedError("hearings.refused.announced_late", about="announced_on")
    hearing.announced_in, hearing.announced_on = announced_in.strip(), announced_on
    hearing.announced_at, hearing.paper_copy = announced_at, paper_copy.strip()
    hearing.save_as_read(version)
    return hearing


@action("change", Hearing)
def add_document(
    who: User,
    organisation: Organisation,
    hearing: Hearing,
    *,
    title: str,
    address: str = "",
    file: bytes = b"",
    file_name: str = "",
) -> HearingDocument:
    """Lay out a document beside the heard text: a PDF, or an address where it stands.

    Raises
    ------
    RefusedError
        No title, neither file nor address (or both), or a file that is no PDF.
    InputError
        The file is too large.
    """
    _not_over(hearing)
    if not title.strip():
        raise RefusedError("hearings.refused.title", about="title")
    if bool(file) == bool(address):
        raise RefusedError("hearings.refused.file_or_address", about="file")
    if file:
        check_size(file_name, file)
        if not file.startswith(b"%PDF-"):
            raise RefusedError("hearings.refused.pdf", about="file")
    row = HearingDocument(
        organisation=organisation,
        hearing=hearing,
        title=title.strip(),
        address=address,
        file=file or None,
        file_name=bare_name(file_name)[:120],
        order=hearing.documents.count() + 1,
    )
    row.save()
    return row


@action("change", Recipient)
def add_recipient(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    kind: str,
    name: str,
    body: Body | None = None,
    rule: str = "",
    may_object: bool = False,
) -> Recipient:
    """Add a body that is asked.

    Raises
    ------
    RefusedError
        No name, an unknown kind, it is asked already, or the hearing is over.
    """
    _not_over(hearing)
    if not name.strip():
        raise RefusedError("hearings.refused.title", about="name")
    if kind not in Recipient.Kind.values:
        raise RefusedError("hearings.refused.recipient_kind", about="kind")
    row = Recipient(
        organisation=organisation,
        hearing=hearing,
        kind=kind,
        name=name.strip(),
        body=body,
        rule=rule,
        may_object=may_object,
    )
    refuse_second(row, "hearing", "name")
    row.save()
    return row


@action("change", Recipient)
def send_to(
    who: User, organisation: Organisation, *, hearing: Hearing, on: date, names: list[str]
) -> list[Recipient]:
    """Say that the matter has been sent to some bodies on a day; their last day is set by it.

    The last day is the hearing's as it is then: a later extension gives more time, nothing takes
    any away.

    Raises
    ------
    RefusedError
        A day after the last, or a name that is not on the list.
    """
    _not_over(hearing)
    if on > hearing.last_day:
        raise RefusedError("hearings.refused.sent_late", about="on")
    rows = list(hearing.recipients.filter(name__in=names))
    missing = sorted(set(names) - {row.name for row in rows})
    if missing or not rows:
        raise RefusedError("hearings.refused.not_on_list", about="names", names=", ".join(missing))
    for row in rows:
        row.sent_on, row.due_on = on, hearing.last_day
        row.save()
    return rows


@action("change", Recipient)
def say_none(
    who: User, organisation: Organisation, recipient: Recipient, *, because: str
) -> Recipient:
    """Say why a body has said nothing; nothing is claimed on its behalf.

    Raises
    ------
    RefusedError
        No reason is given, or it has said something.
    """
    if not because.strip():
        raise RefusedError("hearings.refused.because", about="because")
    if recipient.statements.exists():
        raise RefusedError("hearings.refused.has_said", about="because")
    recipient.none_because = because.strip()
    recipient.save()
    return recipient


def _not_over(hearing: Hearing) -> None:
    if hearing.state not in (Hearing.State.DRAFT, Hearing.State.OPEN):
        raise RefusedError("hearings.refused.over")
