"""Settings from the environment, checked before anything starts.

Everything an installation chooses is an environment variable named ``KORTREIST_…``; a wrong
one stops the start with what is wrong and how to mend it, never with a surprise later.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote, urlsplit

from kortreist.connectors import data_directory
from kortreist.connectors.store import atomic_write
from kortreist.errors import InputError
from kortreist_web.config.providers import IdentityProvider, read_providers

__all__ = ["Environment", "read_environment"]


@dataclass(frozen=True, slots=True)
class Environment:
    """What an installation has chosen.

    Parameters
    ----------
    state : Path
        Folder for the embedded database, the secret key and what can be computed again.
    database_url : str
        ``sqlite:///…`` or ``postgres://…``.
    secret_key : str
    old_secret_keys : tuple of str
        Earlier ones, still good for reading what they have signed or encrypted.
    hosts : tuple of str
        Names the site answers to; the first is used in links in mail and catalogues.
    https : bool
        Whether cookies are marked secure and plain HTTP is sent on to HTTPS.
    origin : str
        ``https://klima.example.no``: the site's own address.
    mail_url, mail_from : str
        ``smtp://user:password@host:587``; empty: mail is written to the log.
    upload_bytes : int
        Largest file that may be uploaded.
    limits_times : int
        How many times the usual number of requests one caller may make.
    proxies : int
        How many proxies in front are trusted to say who the caller is.
    demonstration : bool
        Whether the invented municipality may be signed into with a button.
    require_mfa : bool
        Whether editors, approvers and administrators need a second factor.
    mfa_codes : tuple of str
        Organisations in which they do, where not all are.
    providers : tuple of IdentityProvider
        OpenID Connect.
    self_service : str
        Whether a municipality may be taken into use by one of its own people: ``approve``
        (whoever runs the site says yes first), ``open``, or empty: no.
    workspaces : int
        How many throw-away workspaces there may be at a time; 0: none.
    taking_days, takings_each : int
        Days until a municipality that somebody took into use, and that nobody has opened since,
        is free again; how many one address may have taken into use by self-service at a time.
    contact, responsible : str
        Whom to write to about accessibility and privacy, and who runs the site.
    statement : str
        Address of the accessibility statement at uustatus.no.
    inventory : str
        Address the workbook of all municipalities can be fetched from; empty: it is uploaded.
    metrics_token : str
        Opens ``/metrics``; empty: the address does not exist.
    webhook_networks : tuple of str
        Networks of its own the site may send messages to (``10.1.0.0/16``), besides the
        open internet.
    """

    state: Path
    database_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...]
    hosts: tuple[str, ...]
    https: bool
    origin: str
    mail_url: str
    mail_from: str
    upload_bytes: int
    limits_times: int
    proxies: int
    demonstration: bool
    real: bool
    require_mfa: bool
    mfa_codes: tuple[str, ...]
    providers: tuple[IdentityProvider, ...]
    self_service: str
    workspaces: int
    taking_days: int
    takings_each: int
    contact: str
    responsible: str
    statement: str
    inventory: str
    metrics_token: str
    webhook_networks: tuple[str, ...]


def _flag(values: Mapping[str, str], name: str, otherwise: bool) -> bool:
    text = values.get(name, "").strip().lower()
    if text in ("", "1", "true", "yes", "0", "false", "no"):
        return otherwise if text == "" else text in ("1", "true", "yes")
    raise InputError("environment.flag", name=name, value=text)


def _whole(values: Mapping[str, str], name: str, otherwise: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()):
        raise InputError("environment.whole", name=name, value=text)
    return int(text)


def _is_database(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = parts.port != 0 and len(parts.path) > 1
    except ValueError:
        return False
    return named and text.startswith(("sqlite:///", "postgres://", "postgresql://"))


def _with_password(address: str, password: str) -> str:
    """Return the database's address with the password that is given apart from it."""
    scheme, separator, rest = address.partition("://")
    user, at, where = rest.partition("@")
    if not (password and separator and at) or ":" in user:
        return address
    return f"{scheme}://{user}:{quote(password, safe='')}@{where}"


def _mail(text: str) -> str:
    """Return the address of the mail server; the password in it is never shown."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if text and not usable:
        raise InputError("environment.mail", name="KORTREIST_MAIL_URL")
    return text


def _mfa(values: Mapping[str, str], real: bool) -> tuple[bool, tuple[str, ...]]:
    """Return whether a second factor is needed: everywhere, nowhere, or in some places."""
    name = "KORTREIST_REQUIRE_MFA"
    codes = tuple(c for c in re.split(r"[,\s]+", values.get(name, "").strip().upper()) if c)
    if codes and all(re.fullmatch(r"X[0-9A-Z]{3}|\d{4}|\d{2}", c) for c in codes):
        return False, codes
    try:
        return _flag(values, name, real), ()
    except InputError:
        raise InputError("environment.mfa", name=name, value=values[name]) from None


def _demonstration(values: Mapping[str, str], real: bool) -> bool:
    """Return whether the invented municipality is there to be tried, without passwords.

    Beside real municipalities it is wanted so seldom that a flag left over from a trial is
    refused: the word ``public`` says that it is meant.
    """
    name = "KORTREIST_DEMONSTRATION"
    if real and values.get(name, "").strip().lower() == "public":
        return True
    chosen = _flag(values, name, not real)
    if real and chosen:
        raise InputError("environment.demonstration", name=name)
    return chosen


def _self_service(values: Mapping[str, str], real: bool, demonstration: bool) -> str:
    """Return how a municipality is taken into use by its own people; a trial shows it open."""
    name = "KORTREIST_SELF_SERVICE"
    text = values.get(name, "").strip().lower()
    if text not in ("", "no", "approve", "open"):
        raise InputError("environment.self_service", name=name, value=text)
    chosen = text or ("open" if demonstration and not real else "no")
    if chosen != "no" and real and not values.get("KORTREIST_MAIL_URL", ""):
        # Nobody could show that the address is hers.
        raise InputError("environment.self_service_mail", name=name, mail="KORTREIST_MAIL_URL")
    return "" if chosen == "no" else chosen


def _statement(text: str) -> str:
    if text and not re.match(r"https://([a-z0-9-]+\.)*uustatus\.no/", text):
        raise InputError("environment.statement", name="KORTREIST_STATEMENT_URL", value=text)
    return text


def _inventory(text: str) -> str:
    if text and not re.fullmatch(
        r"https://[^/\s@]+/[^\s@]+|http://(127\.0\.0\.1|localhost)(:\d+)?/\S+", text
    ):
        raise InputError("environment.inventory", name="KORTREIST_INVENTORY_URL")
    return text


def _networks(text: str) -> tuple[str, ...]:
    networks = tuple(n for n in re.split(r"[,\s]+", text.strip()) if n)
    for one in networks:
        try:
            ip_network(one)
        except ValueError:
            name = "KORTREIST_WEBHOOK_NETWORKS"
            raise InputError("environment.network", name=name, value=one) from None
    return networks


def _secret(values: Mapping[str, str], state: Path, real: bool) -> str:
    """Return the key that signs sessions: given, or made once and kept where only we read."""
    given = values.get("KORTREIST_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise InputError("environment.short_secret", name="KORTREIST_SECRET_KEY")
        return given
    if real:
        raise InputError("environment.no_secret", name="KORTREIST_SECRET_KEY")
    kept = state / "secret.key"
    if not kept.exists():
        state.mkdir(parents=True, exist_ok=True)
        atomic_write(kept, secrets.token_urlsafe(48).encode())
        kept.chmod(0o600)
    return kept.read_text("utf-8").strip()


def read_environment(values: Mapping[str, str] | None = None) -> Environment:
    """Return the installation's settings.

    Raises
    ------
    InputError
        A variable that cannot be used: names it and the mend.
    """
    values = os.environ if values is None else values
    state = Path(values.get("KORTREIST_STATE", "") or data_directory() / "web").absolute()
    database = values.get("KORTREIST_DATABASE_URL", "") or f"sqlite:///{state / 'site.sqlite3'}"
    database = _with_password(database, values.get("KORTREIST_DATABASE_PASSWORD", ""))
    if not _is_database(database):
        raise InputError("environment.database", name="KORTREIST_DATABASE_URL")
    hosts = tuple(h.strip() for h in values.get("KORTREIST_HOSTS", "").split(",") if h.strip())
    real = bool(hosts)
    https = _flag(values, "KORTREIST_HTTPS", real)
    if any("/" in h or "*" in h for h in hosts):
        raise InputError("environment.hosts", name="KORTREIST_HOSTS", value=",".join(hosts))
    origin = values.get("KORTREIST_ORIGIN", "").rstrip("/")
    if not origin:
        origin = f"http{'s' if https else ''}://{hosts[0]}" if real else "http://localhost:8000"
    if not origin.startswith(("http://", "https://")):
        raise InputError("environment.origin", name="KORTREIST_ORIGIN", value=origin)
    require_mfa, mfa_codes = _mfa(values, real)
    demonstration = _demonstration(values, real)
    sender = values.get("KORTREIST_MAIL_FROM", "") or "kortreist@localhost"
    return Environment(
        state=state,
        database_url=database,
        secret_key=_secret(values, state, real),
        old_secret_keys=tuple(values.get("KORTREIST_OLD_SECRET_KEYS", "").split()),
        hosts=hosts or ("localhost", "127.0.0.1", "[::1]", "testserver"),
        https=https,
        origin=origin,
        mail_url=_mail(values.get("KORTREIST_MAIL_URL", "")),
        mail_from=sender,
        upload_bytes=_whole(values, "KORTREIST_UPLOAD_MB", 25) * 1_000_000,
        limits_times=_whole(values, "KORTREIST_LIMITS_TIMES", 1),
        proxies=_whole(values, "KORTREIST_PROXIES", 0),
        demonstration=demonstration,
        real=real,
        require_mfa=require_mfa,
        mfa_codes=mfa_codes,
        providers=read_providers(values),
        self_service=_self_service(values, real, demonstration),
        workspaces=_whole(values, "KORTREIST_WORKSPACES", 20 if demonstration and not real else 0),
        taking_days=_whole(values, "KORTREIST_TAKING_DAYS", 14),
        takings_each=_whole(values, "KORTREIST_TAKINGS_EACH", 1),
        contact=values.get("KORTREIST_CONTACT", "") or sender,
        responsible=values.get("KORTREIST_RESPONSIBLE", "").strip(),
        statement=_statement(values.get("KORTREIST_STATEMENT_URL", "").strip()),
        inventory=_inventory(values.get("KORTREIST_INVENTORY_URL", "").strip()),
        metrics_token=values.get("KORTREIST_METRICS_TOKEN", ""),
        webhook_networks=_networks(values.get("KORTREIST_WEBHOOK_NETWORKS", "")),
    )
