"""Municipalities, counties, and their units through time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from kortreist_web.core.models import TenantModel

__all__ = ["Organisation", "Unit", "WordTemplate"]


class Organisation(models.Model):
    """One tenant: a municipality or a county authority.

    ``code`` is the official number (four or two digits), or ``X`` and three digits for an
    invented one (digits and letters: a throw-away workspace). ``figures_code`` is the place whose
    official figures it uses: its own, or for an invented one those of a real place, which every
    page then says.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality"
        COUNTY_AUTHORITY = "county_authority"

    code = models.CharField(max_length=4, unique=True)
    figures_code = models.CharField(max_length=4)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=2, default="nb")
    invented = models.BooleanField(default=False)
    published = models.BooleanField(default=False)
    #: Whoever runs the site opened its pages, with official figures alone; the municipality has
    #: not, and nothing else of it is shown. Ends when the municipality opens them itself.
    official_only = models.BooleanField(default=False)
    #: Interim reports a year (three is usual).
    interim_reports = models.PositiveSmallIntegerField(default=3)
    #: What it calls its units (``core/unit_words.py``).
    unit_word = models.CharField(max_length=12, default="unit")
    #: Where anyone may write to it about its climate work: shown on its open pages.
    contact_email = models.EmailField(blank=True)
    contact_page = models.URLField(blank=True)
    contact_address = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: A throw-away workspace: the day all of it is erased (``tenants/trial.py``).
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        """Return itself, so that a policy can be asked of it."""
        return self

    @property
    def organisation_id(self) -> Any:
        """Return its own key."""
        return self.pk

    @property
    def is_county_authority(self) -> bool:
        """Tell whether it is a county authority: its council is a *fylkesting*."""
        return self.kind == self.Kind.COUNTY_AUTHORITY

    @property
    def is_opened(self) -> bool:
        """Tell whether the municipality itself has opened its pages."""
        return self.published and not self.official_only

    @property
    def county(self) -> str:
        """Return the two digits of the county its figures lie in."""
        return self.figures_code[:2]


class Unit(TenantModel):
    """A unit of the organisation while it exists; a re-organisation ends it and adds others.

    ``valid_to`` is the first day it no longer exists. ``responsibility`` is its code in the
    municipality's accounts.
    """

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    responsibility = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def on(cls, organisation: Organisation, day: date) -> models.QuerySet[Unit]:
        """Return the units that exist on a day."""
        return cls.objects.filter(organisation=organisation, valid_from__lte=day).exclude(
            valid_to__lte=day
        )


class OwnTemplate(TenantModel):
    """A template the organisation sent in; the one in use shapes what is written.

    The file is kept as it came, after it was found to be fit: what is taken of it is read each
    time.
    """

    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    in_use = models.BooleanField(default=False)

    unlogged = ("content",)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.filename


class WordTemplate(OwnTemplate):
    """A Word template (:mod:`kortreist.documents.format.word.template`)."""

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(in_use=True),
                name="one_word_template_in_use",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"], name="one_word_template_of_a_content"
            ),
        ]


class SlideTemplate(OwnTemplate):
    """A PowerPoint template (:mod:`kortreist.documents.format.slides.template`)."""

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(in_use=True),
                name="one_slide_template_in_use",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"], name="one_slide_template_of_a_content"
            ),
        ]
