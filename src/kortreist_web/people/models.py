"""Who acts: people and their roles, keys for programs, participants; and drafts of forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from kortreist_web.core.actors import Organisation
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.models import TenantModel
from kortreist_web.core.participation import CHANNELS, KINDS
from kortreist_web.core.policy import ROLES
from kortreist_web.people.job_titles import JOBS, title_of

__all__ = [
    "TRIAL_DOMAIN",
    "Actor",
    "ApiToken",
    "FormDraft",
    "Membership",
    "Participant",
    "ProcessSecret",
    "RequestCount",
    "SentForm",
    "User",
]


#: The domain of addresses of those who only try a workspace: no mail can reach it.
TRIAL_DOMAIN = "workspace.invalid"


class Users(BaseUserManager["User"]):
    """Makes users: an e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        """Make a user; without a password she can only sign in through a provider."""
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        from allauth.account.models import EmailAddress

        EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True)
        return user


class User(AbstractBaseUser):
    """A person who signs in. No national identity number is kept, here or anywhere."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    #: May add organisations and their first administrator; no right to any content.
    is_operator = models.BooleanField(default=False)
    #: Invented, for trying the site out: may be signed in as with a button, no mail is sent.
    invented = models.BooleanField(default=False)
    #: Whether she is reminded by e-mail of what waits for her.
    reminders = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_trial(self) -> bool:
        """Tell whether she only tries a throw-away workspace: she has no account of her own."""
        return self.email.endswith(f"@{TRIAL_DOMAIN}")

    @cached_property
    def _held(self) -> list[tuple[int, str, int | None, bool, str, str]]:
        """Organisation, role, unit, whether she is awaited, job and title of each role today."""
        today = timezone.localdate()
        rows = Membership.objects.filter(lasts_on(today), user=self, valid_from__lte=today)
        fields = ("organisation_id", "role", "unit_id", "awaited", "job", "job_title")
        return list(rows.order_by("id").values_list(*fields))

    @cached_property
    def _roles(self) -> dict[int, frozenset[str]]:
        by_organisation: dict[int, set[str]] = {}
        self._awaited_in, self._jobs_in = set(), {}
        for organisation_id, role, _, awaited, job, own in self._held:
            by_organisation.setdefault(organisation_id, set()).add(role)
            if awaited:
                self._awaited_in.add(organisation_id)
            if job or own:
                self._jobs_in.setdefault(organisation_id, {})[job, own] = None
        return {k: frozenset(v) for k, v in by_organisation.items()}

    #: Organisations where she has not come since she was given a role; read with the roles.
    _awaited_in: set[int]
    #: Her jobs and titles in each organisation, in the order they were given; read with the roles.
    _jobs_in: dict[int, dict[tuple[str, str], None]]
    #: Name of the key that acts for the person in this request; empty: she acts herself.
    key_name: str = ""

    def limit_roles(self, roles: dict[int, frozenset[str]]) -> None:
        """Leave this object of the person with these roles only: a program acts for her."""
        self.__dict__["_roles"] = roles
        self._jobs_in = {}

    def roles_in(self, organisation: Organisation) -> frozenset[str]:
        """Return the roles the person has in an organisation today."""
        return self._roles.get(organisation.pk, frozenset()) if self.is_active else frozenset()

    def jobs_in(self, organisation: Organisation) -> list[tuple[str, str]]:
        """Return her jobs in an organisation today, each with the title she is called by there."""
        return list(self._jobs_in.get(organisation.pk, ())) if self.roles_in(organisation) else []

    def is_awaited_in(self, organisation: Organisation) -> bool:
        """Tell whether she has a role she has not come for yet."""
        return bool(self.roles_in(organisation)) and organisation.pk in self._awaited_in

    def called_in(self, organisations: Iterable[int]) -> str:
        """Return what the people of some organisations see: her own name once she has come."""
        rows = Membership.objects.filter(user=self, organisation__in=organisations)
        states = list(rows.values_list("awaited", flat=True))
        return self.email if states and all(states) else str(self)

    def held_in(self, organisation: Organisation) -> list[tuple[str, int | None]]:
        """Return her roles in an organisation today, each with its unit; None: all of it."""
        return [(role, unit) for key, role, unit, *_ in self._held if key == organisation.pk]

    def units_in(self, organisation: Organisation) -> set[int | None]:
        """Return the units her roles in an organisation are tied to; None: a role in all of it."""
        return {unit for _, unit in self.held_in(organisation)}

    def organisations_with(self, roles: Iterable[str]) -> list[int]:
        """Return the keys of the organisations where she has one of the roles."""
        role_set = frozenset(roles)
        return [k for k, v in self._roles.items() if v & role_set] if self.is_active else []


class Membership(TenantModel):
    """A role a person has in an organisation for a time; a reporter's may be for one unit."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r, r) for r in ROLES])
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    #: What whoever gave the role calls her; her own name is hers to bring.
    given_name = models.CharField(max_length=120, blank=True)
    #: What she works as, one of :data:`~kortreist_web.people.job_titles.JOBS`: decides what her
    #: first page of the work shows, and nothing of what she may do.
    job = models.CharField(max_length=24, blank=True, choices=[(j, j) for j in JOBS])
    #: What the job is called here, where the list has not the word for it.
    job_title = models.CharField(max_length=80, blank=True)
    #: Whether she has not opened the organisation's work since: before that nothing is told of
    #: her. A role is given to an address; whose it is, is not for whoever gives it to know.
    awaited = models.BooleanField(default=False, editable=False)

    unlogged = ("awaited",)

    class Meta:
        ordering = ("user__name", "role")

    @property
    def called(self) -> str:
        """What the organisation's people see: her own name once she has come."""
        if self.awaited:
            return self.given_name or self.user.email
        return str(self.user)

    @property
    def title(self) -> str:
        """What her job is called; empty where nobody has said it."""
        return title_of(self.job, self.job_title)


class ApiToken(TenantModel):
    """A key for a program: shown once, kept as a digest, with scopes and an end."""

    #: Pages open to all show none of it.
    on_public_pages = False
    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    expires_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    unlogged = ("digest",)


class ProcessSecret(TenantModel):
    """What the keys of a process's participants are made with; destroyed when it closes.

    The row stays without the secret, so that a closed process is not opened anew with another
    one, under which everybody could take part again.
    """

    #: Pages open to all show none of it.
    on_public_pages = False
    process_kind = models.CharField(max_length=40)
    process = models.BigIntegerField()
    #: Encrypted with the installation's key; empty when destroyed.
    secret = models.CharField(max_length=300, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)

    unlogged = ("secret",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "process_kind", "process"], name="one_secret_a_process"
            )
        ]


class Participant(models.Model):
    """Somebody who takes part in one process: a key of that process, no name, no user.

    That she joined, and when, is in no log: ``key`` is all there is, and once the secret of
    the process is destroyed nobody can tell whose it was. ``age_band``, ``sex`` and
    ``district`` are the cell of a verified participant, all that is kept of what the identity
    provider and the population register said.
    """

    #: Told apart from a user by policies and by the change log.
    is_participant = True

    organisation = models.ForeignKey(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    process_kind = models.CharField(max_length=40)
    process = models.BigIntegerField()
    key = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=[(c, c) for c in CHANNELS])
    kind = models.CharField(max_length=24, choices=[(k, k) for k in KINDS], default="resident")
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    district = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "process_kind", "process", "key"],
                name="one_participant_a_key",
            ),
            models.CheckConstraint(
                condition=Q(channel="verified") | Q(age_band="", sex="", district=""),
                name="cell_only_when_verified",
            ),
        ]


#: Who can act: a person who signs in, or a participant of a process.
Actor: TypeAlias = User | Participant


class FormDraft(models.Model):
    """What a person has typed into a form and not saved yet; hers alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "tenants.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    form = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "form"], name="one_draft")
        ]


class RequestCount(models.Model):
    """How many requests of a kind somebody has made in a while; ``key`` names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    #: Seconds since 1970 when counting begins anew.
    until = models.BigIntegerField(db_index=True)


class SentForm(models.Model):
    """A form that something was written of, so that its second copy is not; names nobody."""

    #: Digest of the page it stood on, who sent it and what was in it.
    key = models.CharField(max_length=64, primary_key=True)
    #: Where whoever sent it went on to; empty: she was answered with a page; null: not yet.
    went_to = models.CharField(max_length=500, null=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
