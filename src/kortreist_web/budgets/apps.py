"""The application as Django knows it."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.budgets"
    label = "budgets"

    def ready(self) -> None:
        """Read the policies, and give the economic plan's lines to those who sort them."""
        from kortreist_web.bindings.economic import economic_lines
        from kortreist_web.budgets import policies  # noqa: F401
        from kortreist_web.budgets.adopted import measures_adopted
        from kortreist_web.budgets.unlinked import unlinked_lines
        from kortreist_web.plans.adopted import adopted_measures

        adopted_measures.provide(measures_adopted)
        economic_lines.provide(unlinked_lines)
