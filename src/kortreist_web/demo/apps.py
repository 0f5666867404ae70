"""The application as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.demo"
    label = "demo"
