"""Identity providers an installation has chosen: Ansattporten, Entra ID, ID-porten, others.

Each is a group of variables ``KORTREIST_OIDC_<NAME>_…``. What is missing or mistyped stops
the start: a sign-in that half works is found on a Monday morning otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kortreist.errors import InputError

__all__ = ["IdentityProvider", "read_providers"]

_PREFIX = "KORTREIST_OIDC_"
_NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
_PARTS = (*_NEEDED, "LABEL", "SCOPES", "ACR", "TRUST_EMAIL", "SECOND_FACTOR", "LOGOUT")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One provider of OpenID Connect.

    Parameters
    ----------
    name : str
        In addresses: ``ansattporten``.
    issuer, client_id, client_secret : str
    label : str
        On the button.
    scopes : tuple of str
    acr : str
        Level asked for (``idporten-loa-substantial``); empty: what the provider chooses.
    trusted_domains : tuple of str
        E-mail domains for which the provider's word is enough to find an invited person.
    second_factor : bool
        Whether signing in there already takes a second factor.
    logout : bool
        Whether signing out here signs out there too.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str
    label: str
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    acr: str = ""
    trusted_domains: tuple[str, ...] = ()
    second_factor: bool = False
    logout: bool = True

    @property
    def form_targets(self) -> tuple[str, ...]:
        """Return where the sign-in form may lead: the issuer and hosts under its domain."""
        parts = urlsplit(self.issuer)
        host = parts.hostname or ""
        own = f"{parts.scheme}://{parts.netloc}"
        if host in _LOCAL or re.fullmatch(r"[0-9.]+", host):
            return (own,)
        return (own, f"https://*.{host}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(w for w in re.split(r"[,\s]+", text.strip()) if w)


def _groups(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the variables by provider.

    Raises
    ------
    InputError
        A variable that no provider has: most often a slip of the pen.
    """
    by_provider: dict[str, dict[str, str]] = {}
    for key in sorted(values):
        if not key.startswith(_PREFIX):
            continue
        rest = key.removeprefix(_PREFIX)
        part = next((p for p in sorted(_PARTS, key=len)[::-1] if rest.endswith("_" + p)), None)
        name = rest.removesuffix(f"_{part}") if part else ""
        if part is None or not re.fullmatch(r"[A-Z0-9]{1,20}", name):
            raise InputError("environment.oidc_unknown", name=key, known=", ".join(_PARTS))
        by_provider.setdefault(name, {})[part] = values[key].strip()
    return by_provider


def _issuer(name: str, text: str) -> str:
    parts = urlsplit(text)
    local = parts.scheme == "http" and parts.hostname in _LOCAL
    if not (parts.scheme == "https" or local) or not parts.hostname or parts.query:
        raise InputError("environment.oidc_issuer", name=f"{_PREFIX}{name}_ISSUER", value=text)
    return text.rstrip("/").removesuffix("/.well-known/openid-configuration")


def read_providers(values: Mapping[str, str]) -> tuple[IdentityProvider, ...]:
    """Return the providers of the environment, by name.

    Raises
    ------
    InputError
        A variable is missing, unknown or cannot be used.
    """
    providers = []
    for name, parts in sorted(_groups(values).items()):
        for needed in _NEEDED:
            if not parts.get(needed):
                raise InputError("environment.oidc_missing", name=f"{_PREFIX}{name}_{needed}")
        flags = {}
        for part, otherwise in (("SECOND_FACTOR", False), ("LOGOUT", True)):
            text = parts.get(part, "").lower()
            if text not in ("", "1", "true", "yes", "0", "false", "no"):
                raise InputError("environment.flag", name=f"{_PREFIX}{name}_{part}", value=text)
            flags[part] = otherwise if text == "" else text in ("1", "true", "yes")
        domains = tuple(d.lower() for d in _words(parts.get("TRUST_EMAIL", "")))
        if any("@" in d or "*" in d or "." not in d for d in domains):
            raise InputError("environment.oidc_domains", name=f"{_PREFIX}{name}_TRUST_EMAIL")
        scopes = _words(parts.get("SCOPES", "")) or ("openid", "profile", "email")
        providers.append(
            IdentityProvider(
                name=name.lower(),
                issuer=_issuer(name, parts["ISSUER"]),
                client_id=parts["CLIENT_ID"],
                client_secret=parts["CLIENT_SECRET"],
                label=parts.get("LABEL") or name.capitalize(),
                scopes=scopes if "openid" in scopes else ("openid", *scopes),
                acr=parts.get("ACR", ""),
                trusted_domains=domains,
                second_factor=flags["SECOND_FACTOR"],
                logout=flags["LOGOUT"],
            )
        )
    return tuple(providers)
