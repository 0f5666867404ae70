"""Renew the kept pictures of the twenty pages used most: ``make pages``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "web" / "e2e"))

from page_pictures import KEPT, SHARE, differing, taken  # noqa: E402


def main() -> int:
    """Take them all; one that looks as before is left as it is kept."""
    KEPT.mkdir(exist_ok=True)
    names = set()
    for name, png in taken():
        file = KEPT / f"{name}.png"
        names.add(file.name)
        if not file.exists() or differing(file.read_bytes(), png) > SHARE:
            file.write_bytes(png)
            print(f"{name}: {len(png) // 1024} kB")
    for file in KEPT.glob("*.png"):
        if file.name not in names:
            file.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
