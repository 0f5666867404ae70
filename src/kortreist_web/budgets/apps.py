"""The application as Django knows it."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.budgets"
    label = "budgets"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.budgets import policies  # noqa: F401
