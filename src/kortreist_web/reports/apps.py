"""The application as Django knows it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.reports"
    label = "reports"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; say what is reported and spent."""
        from kortreist_web.budgets.spending import year_spent
        from kortreist_web.reports import policies  # noqa: F401
        from kortreist_web.reports.models import reported_periods
        from kortreist_web.reports.spending import spending_of
        from kortreist_web.tenants import periods

        periods.reported_periods.provide(reported_periods)
        year_spent.provide(spending_of)
