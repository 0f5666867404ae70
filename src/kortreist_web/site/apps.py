"""The application as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages without an organisation; no models."""

    name = "kortreist_web.site"
    label = "site"
