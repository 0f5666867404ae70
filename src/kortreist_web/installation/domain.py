"""What whoever runs the installation adds to the site."""

from __future__ import annotations

from kortreist_web.core.domain import Domain, Pages

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    pages=(Pages("kortreist_web.installation.urls", "installasjon/"),),
    shared=frozenset({"installation.InstallationChange"}),
)
