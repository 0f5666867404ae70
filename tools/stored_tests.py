"""Print the folders of tests whose rows, locks, triggers and searches depend on the database.

Those of every domain that keeps rows of organisations, and of the base.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print them on one line."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
    with tempfile.TemporaryDirectory() as state:
        os.environ["KORTREIST_STATE"] = state
        django.setup()
        from kortreist_web.core.domain import domains

        labels = ["core", *(label for label, one in domains().items() if one.tenant_data)]
    folders = [Path("tests") / "web" / label for label in labels]
    print(*(folder for folder in folders if (ROOT / folder).is_dir()))


if __name__ == "__main__":
    main()
