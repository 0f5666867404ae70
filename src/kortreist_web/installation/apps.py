"""The application as Django knows it."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """What belongs to no organisation, and is written by whoever runs the installation."""

    name = "kortreist_web.installation"
    label = "installation"

    def ready(self) -> None:
        """Say what is shown of a municipality that has no open pages."""
        from kortreist_web.core.page import unopened
        from kortreist_web.installation.unopened import unopened_page

        unopened.provide(unopened_page)
