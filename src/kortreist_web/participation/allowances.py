"""What a phase allows: one table, phase × role × act, read by actions, pages and the test.

``allowances.toml`` is the most a phase allows; a process may take away
(:class:`~kortreist_web.participation.models.Tightening`), never add.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.core.actors import Caller, is_person
from kortreist_web.core.participation import KINDS, is_participant
from kortreist_web.core.policy import PROCESS_LEADS
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.participation.models import Phase, Process

__all__ = ["ROLES", "allowances", "allowed", "allowed_to", "require_allowed", "roles_of"]

#: Who somebody is in a process.
ROLES: tuple[str, ...] = ("officer", "case_officer", "moderator", "member", *KINDS, "visitor")


@lru_cache(maxsize=1)
def allowances() -> dict[str, dict[str, frozenset[str]]]:
    """Return the table: kind of phase → role → acts."""
    table = tomllib.loads((Path(__file__).parent / "allowances.toml").read_text("utf-8"))
    return {
        phase: {role: frozenset(acts) for role, acts in roles.items()}
        for phase, roles in table.items()
    }


def roles_of(who: Caller, process: Process) -> frozenset[str]:
    """Return who somebody is in a process; a participant of another process is a visitor."""
    if is_participant(who):
        own = (who.organisation_id, who.process) == (process.organisation_id, process.pk)
        return frozenset({who.kind if own else "visitor"})
    if not is_person(who):
        return frozenset({"visitor"})
    roles = who.roles_in(process.organisation)
    found = roles & {"case_officer", "moderator"}
    if roles & PROCESS_LEADS:
        found |= {"officer"}
    return frozenset(found or ({"member"} if roles else {"visitor"}))


def allowed_to(who: Caller, process: Process, day: date | None = None) -> frozenset[str]:
    """Return the acts somebody may do in a process on a day."""
    return frozenset[str]().union(*(allowed(process, r, day) for r in roles_of(who, process)))


def allowed(process: Process, role: str, day: date | None = None) -> frozenset[str]:
    """Return the acts a role may do in a process on a day; none in one that is not open.

    Where no phase is on, what may be done after the one that ended last (``after_<kind>``); where
    the table has nothing for that, what has been said may be read.
    """
    if process.state == Process.State.DRAFT:
        return frozenset()
    day = day or timezone.localdate()
    phase, table = process.phase_on(day), allowances()
    if phase is None:
        ended = process.phases.filter(closes_on__lt=day).last()
        kind = f"after_{ended.kind}" if ended else ""
        if process.state != Process.State.OPEN:
            kind = "ended"
    else:
        kind = phase.kind
    if kind not in table:
        return frozenset({"read"})
    acts = table[kind].get(role, frozenset())
    rows = process.tightenings.filter(phase_kind=kind.removeprefix("after_"), role=role)
    return acts - frozenset(rows.values_list("act", flat=True))


def require_allowed(who: Caller, process: Process, act: str, day: date | None = None) -> None:
    """Refuse what the phase of the day does not allow somebody.

    Raises
    ------
    PermissionDenied
        No phase lets anyone in the role do it.
    RefusedError
        ``participation.refused.phase``: another phase would; it says which one it is now.
    """
    if act in allowed_to(who, process, day):
        return
    own = roles_of(who, process)
    if not any(act in row.get(role, ()) for row in allowances().values() for role in own):
        raise PermissionDenied(f"{act} as {', '.join(sorted(own))}")
    phase = process.phase_on(day or timezone.localdate())
    kind = Phase.Kind(phase.kind).value if phase else "none"
    now = {code: web(code)(f"participation.phase.{kind}") for code in LANGUAGES}
    raise RefusedError("participation.refused.phase", phase=now)
