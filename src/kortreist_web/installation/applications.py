"""An application to take a municipality into use, waiting for whoever runs the site."""

from __future__ import annotations

import datetime as dt

from django.db import models

__all__ = ["KEPT_DAYS", "Application", "forget_old"]

#: What nobody has answered is forgotten after so many days: it holds a name and an address.
KEPT_DAYS = 30


class Application(models.Model):
    """Somebody who has shown that an address is hers asks for a municipality.

    Kept until it is answered, and then only in the installation's log, without her address.
    """

    code = models.CharField(max_length=4)
    place = models.CharField(max_length=100)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    job = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=2, default="nb")
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("confirmed_at",)
        constraints = [
            models.UniqueConstraint(fields=["code", "email"], name="one_application_a_person")
        ]

    def __str__(self) -> str:
        return self.place


def forget_old(now: dt.datetime) -> int:
    """Remove applications nobody has answered; returns how many."""
    old = Application.objects.filter(confirmed_at__lt=now - dt.timedelta(days=KEPT_DAYS))
    return int(old.delete()[0])
