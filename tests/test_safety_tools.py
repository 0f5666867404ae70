"""Secrets and weak dependencies: what is there is found, and what was not checked is said."""

from __future__ import annotations

import importlib.util
import re
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

#: Kind, as detect-secrets names it → form, written in parts so that this file holds none.
FORMS = {
    "Private Key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AWS Access Key": "AKIA" + "Z7XKQ2NVWBLD4RTM",
    "GitHub Token": "ghp_" + "a1B2" * 9,
    "GitLab Token": "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "Slack Token": "xoxb-" + "1234567890-1234567890-abcdefQR",
    "Google key": "AIza" + "a1B2c3D" * 5,
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "c4d5" * 8,
    "Kortreist key": "kort_" + "0123456789ab_" + "aB3" * 14,
    "Basic Auth Credentials": "postgres://kari:" + "dR7gh2qLm9@host/db",
}


def kinds_in(folder: Path, text: str) -> list[tuple[int, str]]:
    file = folder / "settings.py"
    file.write_text(text, "utf-8")
    return [(number, kind) for _, number, kind in scan.find([file])]


@pytest.mark.parametrize("kind", FORMS)
def test_each_known_form_is_found(kind, tmp_path):
    assert (2, kind) in kinds_in(tmp_path, f'first = 1\nvalue = "{FORMS[kind]}"\n')


@pytest.mark.parametrize("name", ["password", "API_KEY", "client_secret", "private_key"])
def test_what_is_random_under_a_secret_s_name_is_found(name, tmp_path):
    value = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(30)) + "7"
    assert kinds_in(tmp_path, f'{name} = "{value}"\n') == [(1, "Secret Keyword")]


@pytest.mark.parametrize(
    "line",
    [
        'password = "a long password"',
        "postgres://user:password@host/database",
        "postgres://kari:${POSTGRES_PASSWORD}@db/kortreist",
        'token = request.headers.get("Authorization")',
        "client_secret = 'not-a-real-client-secret'",
        f'key = "{FORMS["Google key"]}"  # pragma: allowlist secret (an example in the tests)',
    ],
)
def test_what_only_looks_like_one_is_left(line, tmp_path):
    assert kinds_in(tmp_path, line + "\n") == []


def test_every_line_that_is_allowed_says_why():
    pragma = re.compile("pragma: allowlist (nextline )?" + r"secret(?! \()")
    without = [
        f"{file.relative_to(scan.ROOT)}: {line.strip()}"
        for file in scan.files()
        if file.suffix in (".py", ".md", ".toml")
        and file.name not in ("secrets_scan.py", "test_safety_tools.py")
        for line in file.read_text("utf-8").splitlines()
        if pragma.search(line)
    ]
    assert without == []


def test_the_secret_itself_is_not_printed(tmp_path, monkeypatch, capsys):
    file = tmp_path / "settings.py"
    file.write_text(f"x = 1\n{FORMS['Basic Auth Credentials']}\n")
    monkeypatch.setattr(scan, "files", lambda: [file])
    monkeypatch.setattr(scan, "ROOT", tmp_path)
    assert scan.main() == 1
    said = capsys.readouterr().err
    assert "settings.py:2: Basic Auth Credentials" in said
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
