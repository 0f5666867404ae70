"""Fetch the browser files that ship in the wheel, as pinned in ``vendor.json``.

The files are kept in the repository, so that a user needs neither Node.js nor a network;
this tool renews them after a version and its integrity have been changed by hand.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import sys
import tarfile
from pathlib import Path

import httpx

FOLDER = Path(__file__).parent.parent / "src/kortreist_web/core/static/kortreist/vendor"


def _without_map(content: bytes) -> bytes:
    """Drop the pointer to a source map, which is not shipped."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", content)


def main() -> int:
    """Fetch every package, refuse one that is not the one pinned, write its files."""
    registry = os.environ.get("NPM_REGISTRY", "https://registry.npmjs.org").rstrip("/")
    for package in json.loads((FOLDER / "vendor.json").read_text("utf-8"))["packages"]:
        name, version = package["name"], package["version"]
        tarball = f"{registry}/{name}/-/{name.rsplit('/', 1)[-1]}-{version}.tgz"
        answer = httpx.get(tarball, follow_redirects=True, timeout=60)
        answer.raise_for_status()
        digest = base64.b64encode(hashlib.sha512(answer.content).digest()).decode()
        if f"sha512-{digest}" != package["integrity"]:
            print(f"{name} {version}: not the file pinned", file=sys.stderr)
            return 1
        with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
            for inside, target in package["files"].items():
                file = archive.extractfile(f"package/{inside}")
                assert file is not None, inside
                content = _without_map(file.read())
                (FOLDER / target).write_bytes(content)
                print(f"{target}\t{len(content)} bytes\t{name} {version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
