"""Settings from the environment: what is wrong is said before anything starts, with the mend."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kortreist.errors import InputError
from kortreist.i18n import LANGUAGES
from kortreist_web.config.environment import read_environment

REAL = {"KORTREIST_HOSTS": "klima.example.no", "KORTREIST_SECRET_KEY": "x" * 40}
OIDC = {
    "KORTREIST_OIDC_PORTEN_ISSUER": "https://ansattporten.example",
    "KORTREIST_OIDC_PORTEN_CLIENT_ID": "id",
    "KORTREIST_OIDC_PORTEN_CLIENT_SECRET": "secret of the client",
}
WRONG = [
    ("environment.flag", {"KORTREIST_HTTPS": "maybe"}),
    ("environment.flag", {"KORTREIST_DEMONSTRATION": "2"}),
    ("environment.flag", {**OIDC, "KORTREIST_OIDC_PORTEN_SECOND_FACTOR": "x"}),
    ("environment.whole", {"KORTREIST_UPLOAD_MB": "many"}),
    ("environment.whole", {"KORTREIST_PROXIES": "-1"}),
    ("environment.whole", {"KORTREIST_PROXIES": "²"}),
    # pragma: allowlist nextline secret (too short)
    ("environment.short_secret", {"KORTREIST_SECRET_KEY": "short"}),
    ("environment.no_secret", {"KORTREIST_HOSTS": "klima.example.no"}),
    ("environment.database", {"KORTREIST_DATABASE_URL": "mysql://x:hush@y/z"}),
    ("environment.database", {"KORTREIST_DATABASE_URL": "postgres://x:hush@y:port/z"}),
    ("environment.database", {"KORTREIST_DATABASE_URL": "postgres://x:hush@y"}),
    ("environment.hosts", {**REAL, "KORTREIST_HOSTS": "https://klima.example.no/"}),
    ("environment.demonstration", {**REAL, "KORTREIST_DEMONSTRATION": "1"}),
    ("environment.network", {"KORTREIST_WEBHOOK_NETWORKS": "10.1.0.0/16, intranett"}),
    ("environment.hosts", {**REAL, "KORTREIST_HOSTS": "*"}),
    ("environment.origin", {"KORTREIST_ORIGIN": "klima.example.no"}),
    ("environment.mail", {"KORTREIST_MAIL_URL": "http://user:hush@host"}),
    ("environment.mail", {"KORTREIST_MAIL_URL": "smtp://user:hush@host:port"}),
    ("environment.mfa", {"KORTREIST_REQUIRE_MFA": "Notodden"}),
    ("environment.self_service", {"KORTREIST_SELF_SERVICE": "yes"}),
    ("environment.self_service_mail", {**REAL, "KORTREIST_SELF_SERVICE": "approve"}),
    (
        "environment.statement",
        {"KORTREIST_STATEMENT_URL": "https://elsewhere.example/uustatus.no/"},
    ),
    ("environment.inventory", {"KORTREIST_INVENTORY_URL": "http://tall.example.no/alle.xlsx"}),
    ("environment.inventory", {"KORTREIST_INVENTORY_URL": "https://u:hush@tall.example.no/a.xlsx"}),
    ("environment.oidc_unknown", {"KORTREIST_OIDC_PORTEN_CLIENTID": "id"}),
    ("environment.oidc_missing", {"KORTREIST_OIDC_PORTEN_ISSUER": "https://porten.example"}),
    ("environment.oidc_issuer", {**OIDC, "KORTREIST_OIDC_PORTEN_ISSUER": "http://porten.example"}),
    ("environment.oidc_domains", {**OIDC, "KORTREIST_OIDC_PORTEN_TRUST_EMAIL": "*"}),
    ("environment.oidc_domains", {**OIDC, "KORTREIST_OIDC_PORTEN_TRUST_EMAIL": "a@b.no"}),
]


def read(values: dict[str, str], tmp_path):
    return read_environment({"KORTREIST_STATE": str(tmp_path), **values})


@pytest.mark.parametrize(("key", "values"), WRONG)
def test_a_wrong_setting_is_named_with_its_mend(tmp_path, key, values):
    with pytest.raises(InputError) as caught:
        read(values, tmp_path)
    assert caught.value.key == key
    said = {code: caught.value.message(code) for code in LANGUAGES}
    assert len(set(said.values())) == 3
    for text in said.values():
        assert "KORTREIST_" in text
        assert "{" not in text
        assert "hush" not in text, "an error must not show a password"


def test_every_way_to_be_wrong_is_tried():
    import inspect

    from kortreist_web.config import environment, providers

    used = set()
    for module in (environment, providers):
        used |= set(re.findall(r'"(environment\.\w+)"', inspect.getsource(module)))
    assert used == {key for key, _ in WRONG}


def test_the_first_look_needs_no_settings(tmp_path):
    chosen = read({}, tmp_path)
    assert chosen.demonstration
    assert not chosen.https
    assert not chosen.require_mfa
    assert chosen.secret_key == read({}, tmp_path).secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_real_hosts_make_a_real_start(tmp_path):
    chosen = read(REAL, tmp_path)
    assert chosen.https
    assert chosen.require_mfa
    assert not chosen.demonstration
    assert chosen.origin == "https://klima.example.no"


@pytest.mark.parametrize(
    ("text", "everywhere", "codes"),
    [("1", True, ()), ("0", False, ()), ("", True, ()), ("4005, x001", False, ("4005", "X001"))],
)
def test_a_second_step_everywhere_nowhere_or_in_some_places(tmp_path, text, everywhere, codes):
    chosen = read({**REAL, "KORTREIST_REQUIRE_MFA": text}, tmp_path)
    assert (chosen.require_mfa, chosen.mfa_codes) == (everywhere, codes)


def test_a_provider_as_it_is_set_up(tmp_path):
    more = {
        "KORTREIST_OIDC_PORTEN_TRUST_EMAIL": "Notodden.kommune.no, skien.kommune.no",
        "KORTREIST_OIDC_PORTEN_SCOPES": "profile",
        "KORTREIST_OIDC_PORTEN_ACR": "substantial",
    }
    (one,) = read({**OIDC, **more}, tmp_path).providers
    assert (one.name, one.label, one.scopes) == ("porten", "Porten", ("openid", "profile"))
    assert one.trusted_domains == ("notodden.kommune.no", "skien.kommune.no")
    assert one.form_targets == (
        "https://ansattporten.example",
        "https://*.ansattporten.example",
    )


def test_the_start_stops_with_the_reason_and_no_trace(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kortreist.cli", "--language", "nb", "serve", "--port", "1"],
        env={"PATH": "/usr/bin:/bin", "KORTREIST_STATE": str(tmp_path), "KORTREIST_HTTPS": "x"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "KORTREIST_HTTPS" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_settings_of_a_real_installation_are_safe(tmp_path):
    """Django's own check for a real start finds nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "kortreist_web.manage", "check", "--deploy", "--fail-level=WARNING"],
        env={
            "PATH": "/usr/bin:/bin",
            "KORTREIST_STATE": str(tmp_path),
            **REAL,
            # pragma: allowlist nextline secret (made)
            "KORTREIST_SECRET_KEY": "abcdefghijklm0123456789-_ZYXWVUTSRQPONML" * 2,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_municipalities_let_themselves_in_only_where_the_installation_says_so(tmp_path):
    mail = {**REAL, "KORTREIST_MAIL_URL": "smtp://host:25"}
    assert read(REAL, tmp_path).self_service == ""
    assert read({}, tmp_path).self_service == "open"  # a trial on one's own machine
    assert read({"KORTREIST_SELF_SERVICE": "no"}, tmp_path).self_service == ""
    assert read({**mail, "KORTREIST_DEMONSTRATION": "public"}, tmp_path).self_service == ""
    for chosen in ("approve", "open"):
        given = {**mail, "KORTREIST_SELF_SERVICE": chosen}
        assert read(given, tmp_path).self_service == chosen
