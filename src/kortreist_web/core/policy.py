"""Who may do what: one policy a model, the same for lists and for single objects.

Nothing is allowed that a policy does not say. A policy names, for each permission, the
roles that have it in the object's own organisation; a role in one organisation says nothing
about another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied

from kortreist_web.core.actors import is_person
from kortreist_web.core.participation import is_participant

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from kortreist_web.core.actors import Caller, Organisation

__all__ = [
    "ALL_ROLES",
    "CASE_OFFICERS",
    "EDITORS",
    "MODERATORS",
    "PROCESS_LEADS",
    "READERS",
    "ROLES",
    "ParticipantPolicy",
    "Policy",
    "policy_of",
]

#: Roles a person can have in an organisation.
ROLES: tuple[str, ...] = (
    "reader",
    "reporter",
    "editor",
    "approver",
    "auditor",
    "administrator",
    "process_lead",
    "case_officer",
    "moderator",
)
ALL_ROLES: frozenset[str] = frozenset(ROLES)
#: May see what is not published yet.
READERS: frozenset[str] = ALL_ROLES
#: May change drafts.
EDITORS: frozenset[str] = frozenset({"editor", "approver"})
#: May lead a process in which people are heard.
PROCESS_LEADS: frozenset[str] = EDITORS | {"process_lead"}
#: May take in and answer what people say in one.
CASE_OFFICERS: frozenset[str] = PROCESS_LEADS | {"case_officer"}
#: May hide and redact what people say, by the rules.
MODERATORS: frozenset[str] = PROCESS_LEADS | {"moderator"}

_POLICIES: dict[type[Any], Policy] = {}


class Policy:
    """What each role may do with rows of one model.

    A subclass sets ``model`` and ``roles``; it is registered when its module is read.
    """

    model: ClassVar[type[Model] | None] = None
    #: Permission → roles. ``view`` is also what lists show.
    roles: ClassVar[dict[str, frozenset[str]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.model is not None:
            _POLICIES[cls.model] = cls()

    def allowed_roles(self, permission: str) -> frozenset[str]:
        """Return the roles that have a permission; unknown permissions have none."""
        return self.roles.get(permission, frozenset())

    def may(self, user: Caller, permission: str, organisation: Organisation) -> bool:
        """Tell whether a person has a permission in an organisation."""
        if not is_person(user):
            return False
        return bool(self.allowed_roles(permission) & user.roles_in(organisation))

    def may_with(self, user: Caller, permission: str, obj: Any) -> bool:
        """Tell whether a person has a permission for one object."""
        return self.may(user, permission, obj.organisation) and self.fits(user, permission, obj)

    def fits(self, user: Caller, permission: str, obj: Any) -> bool:
        """Narrow a permission to some objects; all by default."""
        return True

    def require(
        self, user: Caller, permission: str, organisation: Organisation, obj: Any = None
    ) -> None:
        """Raise ``PermissionDenied`` unless allowed."""
        allowed = (
            self.may(user, permission, organisation)
            if obj is None
            else self.may_with(user, permission, obj)
        )
        if not allowed:
            raise PermissionDenied(f"{permission} {self.model and self.model.__name__}")

    def visible(self, user: Caller, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of a list the person may see."""
        if not is_person(user):
            return rows.none()
        return rows.filter(organisation_id__in=user.organisations_with(self.allowed_roles("view")))


class ParticipantPolicy(Policy):
    """What participants of a process may do with rows of one model, beside what roles may.

    A row is of a process by ``process_kind`` and ``process``, and a participant's own by
    ``participant``. A participant reaches rows of the own process only, and with the
    permissions in ``own`` only those she wrote herself.
    """

    #: Permission → kinds of participant that have it.
    kinds: ClassVar[dict[str, frozenset[str]]] = {}
    #: Permission → channels it can be used through; all where nothing is said.
    channels: ClassVar[dict[str, frozenset[str]]] = {}
    #: Permissions for what a participant wrote herself.
    own: ClassVar[frozenset[str]] = frozenset({"change", "erase"})

    def may(self, user: Caller, permission: str, organisation: Organisation) -> bool:
        """Tell whether a user or a participant has a permission in an organisation."""
        if not is_participant(user):
            return super().may(user, permission, organisation)
        channels = self.channels.get(permission)
        return bool(
            user.organisation_id == organisation.pk
            and user.kind in self.kinds.get(permission, frozenset())
            and (channels is None or user.channel in channels)
        )

    def fits(self, user: Caller, permission: str, obj: Any) -> bool:
        """Narrow a participant's permission to the own process, and to what is hers."""
        if not is_participant(user):
            return super().fits(user, permission, obj)
        if (obj.process_kind, obj.process) != (user.process_kind, user.process):
            return False
        owner = obj.pk if is_participant(obj) else obj.participant_id
        return permission not in self.own or owner == user.pk

    def visible(self, user: Caller, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of a list that a user or a participant may see."""
        if not is_participant(user):
            return super().visible(user, rows)
        if user.kind not in self.kinds.get("view", frozenset()):
            return rows.none()
        rows = rows.filter(
            organisation_id=user.organisation_id,
            process_kind=user.process_kind,
            process=user.process,
        )
        if "view" not in self.own:
            return rows
        mine = "pk" if rows.model is type(user) else "participant_id"
        return rows.filter(**{mine: user.pk})


def policy_of(model: Any) -> Policy:
    """Return the policy of a model or of an object.

    Raises
    ------
    LookupError
        The model has none: nobody may touch it.
    """
    kind = model if isinstance(model, type) else type(model)
    if kind not in _POLICIES:
        raise LookupError(f"{kind.__name__} has no policy")
    return _POLICIES[kind]
