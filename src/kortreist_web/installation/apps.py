"""The application as Django knows it."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """What belongs to no organisation, and is written by whoever runs the installation."""

    name = "kortreist_web.installation"
    label = "installation"
