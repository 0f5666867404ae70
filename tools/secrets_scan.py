"""Look for secrets in the repository's files: known forms, and words of a secret's name.

``python tools/secrets_scan.py`` reads what git tracks and what it would track, names the
place of each find, and never prints the secret. A line that only looks like one carries
``not a secret`` with the reason beside it.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

__all__ = ["find", "main"]

ROOT = Path(__file__).resolve().parent.parent
#: Kind → form. Each is specific enough that a find is worth stopping for.
KNOWN: dict[str, re.Pattern[str]] = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub token": re.compile(r"\b(?:gh[opsru]_[A-Za-z0-9]{36,}|github_pat_\w{50,})"),
    "GitLab token": re.compile(r"\bglpat-[\w-]{20,}"),
    "Slack token": re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    "Google key": re.compile(r"\bAIza[\w-]{35}\b"),
    "PyPI token": re.compile(r"\bpypi-[\w-]{50,}"),
    "signed token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}"),
    "our own key": re.compile(r"\bkort_[0-9a-f]{12}_[\w-]{40,}"),
    "password in an address": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}<>$]+:([^\s/@'\"{}<>$]+)@"
    ),
}
#: A name that says secret, given a text.
NAMED = re.compile(
    r"""(?ix)(?:pass(?:word|wd)?|secret|token|api_?key|private_?key|client_?secret|credential)s?
    ["']?\s*(?:=|:|=>)\s*["']([^"'\s]{12,})["']"""
)
#: Values in examples and tests that say themselves that they are none.
_PLACEHOLDER = re.compile(
    r"(?i)^(?:.*(?:example|secret|password|passord|token|hush|xxx|changeme|your|<|\{|\$).*|(.)\1+)$"
)
_ALLOWED = "not a secret"
_SKIPPED = re.compile(r"(?:^|/)(?:requirements[^/]*\.lock|vendor/.*|.*\.(?:svg|map))$")
_LEAST_ENTROPY = 3.2
_BIGGEST = 2_000_000


def entropy(text: str) -> float:
    """Return the bits a character holds: of words about 3, of what is random above 4.

    Examples
    --------
    >>> entropy("aaaa"), entropy("abcd")
    (0.0, 2.0)
    """
    counts = Counter(text).values()
    return abs(sum(-c / len(text) * math.log2(c / len(text)) for c in counts))


def find(text: str) -> list[tuple[int, str]]:
    """Return the finds in a text: number of the line, and the kind.

    Examples
    --------
    >>> find("a = 1\\npostgres://kari:dR7gh2qLm9@host/db")  # not a secret
    [(2, 'password in an address')]
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if _ALLOWED in line:
            continue
        for kind, form in KNOWN.items():
            match = form.search(line)
            if match and not (match.groups() and _harmless(match.group(1))):
                found.append((number, kind))
        for match in NAMED.finditer(line):
            value = match.group(1)
            if not _harmless(value) and entropy(value) >= _LEAST_ENTROPY:
                found.append((number, "a text given to a secret's name"))
    return found


def _harmless(value: str) -> bool:
    # Names of things in programs: words with dots, dashes or underscores and no digits.
    return bool(_PLACEHOLDER.match(value)) or bool(re.fullmatch(r"[A-Za-z_.:/ -]+", value))


def files() -> list[Path]:
    """Return the files git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = [n for n in listed.split("\0") if n and not _SKIPPED.search(n)]
    return [ROOT / n for n in sorted(set(names))]


def main() -> int:
    """Look through all files; 1 when something was found."""
    bad = 0
    for file in files():
        if not file.is_file() or file.stat().st_size > _BIGGEST:
            continue
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, kind in find(text):
            print(f"{file.relative_to(ROOT)}:{number}: {kind}", file=sys.stderr)
            bad += 1
    if bad:
        print(
            f"{bad} possible secrets. Remove them (and change them where they are used), or say "
            f"on the line why it is {_ALLOWED}.",
            file=sys.stderr,
        )
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
