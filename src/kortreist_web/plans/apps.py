"""The application as Django knows it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.plans"
    label = "plans"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; say what measures cost here."""
        from kortreist_web.core.history import row_changed
        from kortreist_web.measures.alone import alone, refresh
        from kortreist_web.measures.here import told_by
        from kortreist_web.plans import policies  # noqa: F401
        from kortreist_web.plans.alone import AloneAnswers
        from kortreist_web.plans.latest import price_in_newest
        from kortreist_web.plans.models import LocalAnswer

        told_by(price_in_newest)
        alone.provide(AloneAnswers())

        def answered(sender: Any, row: LocalAnswer, **more: Any) -> None:
            refresh(row.organisation)

        row_changed.connect(answered, sender=LocalAnswer, weak=False, dispatch_uid="plans.alone")
