"""Look for secrets in the repository's files with detect-secrets, without a baseline.

``python tools/secrets_scan.py`` reads what git tracks and what it would track, names the
place of each find, and never prints the secret. A line that only looks like one carries
``pragma: allowlist secret`` with the reason beside it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.keyword import DENYLIST, KeywordDetector
from detect_secrets.settings import get_plugins, transient_settings

__all__ = ["find", "main"]

ROOT = Path(__file__).resolve().parent.parent
_OWN = (Path(__file__).parent / "secret_forms.py").as_uri()
#: Forms specific enough that a find is worth stopping for, and words of a secret's name. Entropy
#: alone is not one: our files are full of checksums.
_PLUGINS = [
    *(
        {"name": f"{name}Detector"}
        for name in (
            *("AWSKey", "AzureStorageKey", "BasicAuth", "GitHubToken", "GitLabToken", "JwtToken"),
            *("Keyword", "Npm", "OpenAI", "PrivateKey", "PypiToken", "SendGrid", "Slack"),
            *("SquareOAuth", "Stripe", "TelegramBotToken", "TwilioKey"),
        )
    ),
    {"name": "OwnKeyDetector", "path": _OWN},
    {"name": "GoogleKeyDetector", "path": _OWN},
]
_FILTERS = [
    {"path": "detect_secrets.filters.allowlist.is_line_allowlisted"},
    *(
        {"path": f"detect_secrets.filters.heuristic.{name}"}
        for name in (
            *("is_indirect_reference", "is_prefixed_with_dollar_sign", "is_templated_secret"),
            *("is_not_alphanumeric_string", "is_sequential_string"),
        )
    ),
    {  # values in examples and tests that say themselves that they are none
        "path": "detect_secrets.filters.regex.should_exclude_secret",
        "pattern": [r"(?i)(?:example|secret|password|passord|token|hush|changeme|\{|<)"],
    },
]
#: Made by programs: pinned checksums, others' files, tables of figures, documents as they are.
_SKIPPED = re.compile(
    r"(?:^|/)(?:requirements[^/]*\.lock|vendor/.*|golden/.*|.*\.(?:svg|map|csv|png)"
    r"|(?:api-v1|datapackage|[\w-]+\.schema)\.json)$"
)


def _worth_reading(files: Iterable[Path]) -> list[str]:
    """Return the files that hold anything of a secret's form, on whatever line.

    The library asks each line some twenty times; most files are cleared by asking them whole. A
    form that is on a line is in the text: only what it says of a line's ends must be said so.
    """
    forms = []
    for plugin in get_plugins():
        if isinstance(plugin, KeywordDetector):
            forms.append(re.compile("|".join(DENYLIST), re.IGNORECASE))
        elif isinstance(plugin, RegexBasedDetector):
            forms += [re.compile(f.pattern, f.flags | re.MULTILINE) for f in plugin.denylist]
        else:  # another kind of plugin may find anything
            return [str(path) for path in files]
    texts = ((str(path), path.read_text("utf-8", errors="replace")) for path in files)
    return [name for name, text in texts if any(form.search(text) for form in forms)]


def find(files: Iterable[Path]) -> list[tuple[str, int, str]]:
    """Return the finds: file, number of the line, and the kind."""
    secrets = SecretsCollection()
    with transient_settings({"plugins_used": _PLUGINS, "filters_used": _FILTERS}):
        secrets.scan_files(*_worth_reading(files))
    return sorted((name, secret.line_number, secret.type) for name, secret in secrets)


def files() -> list[Path]:
    """Return the files git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = [n for n in listed.split("\0") if n and not _SKIPPED.search(n)]
    return [ROOT / n for n in sorted(set(names)) if (ROOT / n).is_file()]


def main() -> int:
    """Look through all files; 1 when something was found."""
    finds = find(files())
    for name, number, kind in finds:
        print(f"{Path(name).resolve().relative_to(ROOT)}:{number}: {kind}", file=sys.stderr)
    if finds:
        print(
            f"{len(finds)} possible secrets. Remove them (and change them where they are used), or "
            "say on the line why it is none: pragma: allowlist secret (the reason).",
            file=sys.stderr,
        )
    return 1 if finds else 0


if __name__ == "__main__":
    raise SystemExit(main())
