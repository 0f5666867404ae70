"""Hearings and what came in, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from kortreist_web.core.texts import language
from kortreist_web.hearings.models import Hearing, Submission, SubmissionFile
from kortreist_web.hearings.redaction import public_name
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Section, declared, kinds
from kortreist_web.versions.models import Version

__all__ = [
    "Heard",
    "PublicFile",
    "Shown",
    "can_be_heard",
    "laid_out",
    "names_in",
    "open_hearings",
    "public_files",
    "public_submissions",
    "section_names",
    "sections_of",
    "shown",
    "title_of",
]


@dataclass(frozen=True, slots=True)
class Heard:
    """A version that can be put to a hearing."""

    version: Version
    title: str

    @property
    def pk(self) -> int:
        """Its key."""
        return int(self.version.pk)

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.version.number)


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file as anyone may get it; ``key`` None: it is held back, and not named either."""

    number: int
    key: int | None
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A submission as anyone may read it: the public copy, with a stub where it is hidden.

    ``state`` is one of ``SubmissionHandling.Public``; ``rule`` the rule of moderation.
    """

    submission: Submission
    sender: str
    text: str
    sections: tuple[str, ...]
    late: bool
    state: str
    rule: str
    withdrawn: bool
    files: tuple[PublicFile, ...]

    @property
    def stub(self) -> bool:
        """Whether nothing is shown of it but that it came."""
        return self.state in ("hidden", "refused")


def title_of(version: Version) -> str:
    """Return what a version is called, in the reader's language."""
    kind = declared(version.kind)
    publishing = None if kind is None else kind.publishing
    return publishing.title(version, language()) if publishing else str(version)


def can_be_heard(organisation: Organisation) -> list[Heard]:
    """Return the newest proposal of each subject of the kinds that can be heard."""
    names = [kind.name for kind in kinds() if kind.sections is not None]
    rows = Version.objects.filter(
        organisation=organisation, kind__in=names, state=Version.State.PROPOSED
    )
    newest: dict[tuple[str, str], Version] = {}
    for row in rows.order_by("number").defer("content"):
        newest[row.kind, row.subject] = row
    later = Version.objects.filter(organisation=organisation, state=Version.State.ADOPTED)
    adopted = set(later.values_list("kind", "subject"))
    return [Heard(row, title_of(row)) for key, row in newest.items() if key not in adopted]


def open_hearings(organisation: Organisation) -> QuerySet[Hearing]:
    """Return the hearings anyone may read, newest first."""
    rows = Hearing.objects.filter(organisation=organisation).exclude(state=Hearing.State.DRAFT)
    return rows.select_related("process", "heard", "process__decided_by").defer("heard__content")


def sections_of(version: Version) -> tuple[Section, ...]:
    """Return the sections of a version in the reader's language."""
    kind = declared(version.kind)
    if kind is None or kind.sections is None:
        return ()
    return tuple(kind.sections(version, language()))


def section_names(version: Version) -> dict[str, str]:
    """Return key → heading of a version's sections."""
    return {one.key: one.heading for one in sections_of(version)}


def names_in(hearing: Hearing, language: str) -> dict[str, str]:
    """Return key → heading of the sections of what was heard, and of what is proposed."""
    names: dict[str, str] = {}
    for version in (hearing.heard, hearing.proposed):
        kind = declared(version.kind) if version is not None else None
        make = kind.sections if kind is not None else None
        if version is not None and make is not None:
            names |= {s.key: s.heading for s in make(version, language)}
    return names


def laid_out(organisation: Organisation) -> QuerySet[Version]:
    """Return the versions that hearings have laid out for everybody."""
    rows = Hearing.objects.filter(organisation=organisation).exclude(state=Hearing.State.DRAFT)
    return Version.objects.filter(pk__in=rows.values("heard_id"))


def public_submissions(hearing: Hearing) -> QuerySet[Submission]:
    """Return what came in, in the order of its journal."""
    rows = Submission.objects.filter(hearing=hearing)
    files = SubmissionFile.objects.defer("data").select_related("copy")
    return rows.select_related("handling").prefetch_related(Prefetch("files", files))


def shown(submission: Submission, names: dict[str, str], withheld: str) -> Shown:
    """Return a submission as anyone may read it.

    Parameters
    ----------
    submission : Submission
    names : dict
        Key → heading of the sections of what is heard.
    withheld : str
        What stands where the sender's name is not shown.
    """
    content, handling = submission.content, submission.handling
    state = handling.Public(handling.public_state)
    text = handling.public_text if state == state.REDACTED else content["text"]
    return Shown(
        submission=submission,
        sender=public_name(submission, withheld),
        text="" if handling.is_stub else text,
        sections=() if handling.is_stub else tuple(names.get(k, k) for k in content["sections"]),
        late=submission.is_late,
        state=state.value,
        rule=handling.public_rule,
        withdrawn=handling.withdrawn_on is not None,
        files=() if handling.is_stub else public_files(submission),
    )


def public_files(submission: Submission) -> tuple[PublicFile, ...]:
    """Return the files of a submission as everybody gets them."""
    redacted = submission.handling.public_state == submission.handling.Public.REDACTED
    out = []
    for number, row in enumerate(submission.files.all(), start=1):
        copy = getattr(row, "copy", None) if redacted else None
        if not redacted or (copy is not None and copy.checked):
            out.append(PublicFile(number, row.pk, row.name, row.size))
        elif copy is not None and copy.data is not None:
            out.append(PublicFile(number, row.pk, copy.name, len(bytes(copy.data))))
        else:
            out.append(PublicFile(number, None, "", 0))
    return tuple(out)
