"""Secrets and weak dependencies: what is there is found, and what was not checked is said."""

from __future__ import annotations

import importlib.util
import secrets
import string
from pathlib import Path
from typing import Any

import pytest


def _tool(name: str) -> Any:
    file = Path(__file__).resolve().parent.parent / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


scan, audit = _tool("secrets_scan"), _tool("audit_dependencies")

#: Written in parts, so that this file holds none of them.
FORMS = {
    "private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AWS key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "GitHub token": "ghp_" + "a1B2" * 9,
    "GitLab token": "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "Slack token": "xoxb-" + "1234567890-abcdef",
    "Google key": "AIza" + "a1B2c3D" * 5,
    "PyPI token": "pypi-" + "a1B2c" * 12,
    "signed token": "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
    "our own key": "kort_" + "0123456789ab_" + "aB3" * 14,
    "password in an address": "postgres://kari:" + "dR7gh2qLm9@host/db",
}


@pytest.mark.parametrize("kind", scan.KNOWN)
def test_each_known_form_is_found(kind):
    assert scan.find(f"first\nvalue {FORMS[kind]} more") == [(2, kind)]


@pytest.mark.parametrize("name", ["password", "API_KEY", "client-secret", "token", "private_key"])
def test_what_is_random_under_a_secret_s_name_is_found(name):
    name = name.replace("-", "_")
    value = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(30)) + "7"
    assert scan.find(f'{name} = "{value}"') == [(1, "a text given to a secret's name")]


@pytest.mark.parametrize(
    "line",
    [
        'password = "a long password"',
        "postgres://user:password@host/database",
        "postgres://kari:${POSTGRES_PASSWORD}@db/kortreist",
        'token = request.headers.get("Authorization")',
        'SECRET_KEY = "x" * 40',
        'password_help = { nb = "Det du valgte da du ble invitert" }',
        "client_secret = 'not-a-real-client-secret'",
    ],
)
def test_what_only_looks_like_one_is_left(line):
    assert scan.find(line) == []


def test_our_files_hold_none(capsys):
    assert scan.main() == 0, capsys.readouterr().err


def test_the_secret_itself_is_not_printed(tmp_path, monkeypatch, capsys):
    file = tmp_path / "settings.py"
    file.write_text(f"x = 1\n{FORMS['password in an address']}\n")
    monkeypatch.setattr(scan, "files", lambda: [file])
    monkeypatch.setattr(scan, "ROOT", tmp_path)
    assert scan.main() == 1
    said = capsys.readouterr().err
    assert "settings.py:2: password in an address" in said
    assert "dR7gh" not in said


def test_packages_the_index_did_not_answer_for_are_not_called_safe(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["audit"])
    silent = [{"name": "a", "skip_reason": "not found"}, {"name": "b", "skip_reason": "not found"}]
    assert audit.report(silent) == 0
    assert "were not checked" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["audit", "--strict"])
    assert audit.report(silent) == 1


def test_a_known_weakness_is_named_with_its_mend(capsys):
    weak = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
    assert audit.report([weak]) == 1
    assert "a 1: CVE-1 (mended in: 2)" in capsys.readouterr().err
