"""Ask for known weaknesses in the versions the lock files name.

``python tools/audit_dependencies.py`` asks the package index's advisories through pip-audit.
Without an answer it says that nothing was checked; with ``--strict``, as before a release,
that is a failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["main", "report"]

ROOT = Path(__file__).resolve().parent.parent


def _unchecked(why: str) -> int:
    print(f"dependencies were not checked for known weaknesses: {why}", file=sys.stderr)
    return 1 if "--strict" in sys.argv else 0


def main() -> int:
    """Return 1 when a version with a known weakness is locked."""
    if find_spec("pip_audit") is None:
        return _unchecked("pip-audit is not installed (pip install pip-audit)")
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(ROOT / "requirements.lock"),
        "--disable-pip",
        "--require-hashes",
        "--progress-spinner",
        "off",
        "--timeout",
        "10",
        "--format",
        "json",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        answer = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return _unchecked("no answer within three minutes")
    except (ValueError, KeyError):
        return _unchecked(f"no usable answer ({done.stderr.strip()[-200:] or 'no network'})")
    return report(answer)


def report(answer: list[dict[str, Any]]) -> int:
    """Say what was found; a package the index did not answer for was not checked.

    Examples
    --------
    >>> report([{"name": "a", "version": "1", "vulns": []}])
    1 packages have no known weakness
    0
    """
    checked = [d for d in answer if "skip_reason" not in d]
    if len(checked) < len(answer) / 2:
        return _unchecked(f"the index answered for {len(checked)} of {len(answer)} packages")
    weak = [(d, v) for d in checked for v in d.get("vulns", [])]
    for package, weakness in weak:
        corrections = ", ".join(weakness.get("fix_versions", [])) or "no version yet"
        name = f"{package['name']} {package['version']}"
        print(f"{name}: {weakness['id']} (mended in: {corrections})", file=sys.stderr)
    for package in answer:
        if "skip_reason" in package:
            print(f"not checked: {package['name']}", file=sys.stderr)
    if not weak:
        print(f"{len(checked)} packages have no known weakness")
    return 1 if weak else 0


if __name__ == "__main__":
    raise SystemExit(main())
