"""``python -m kortreist.cli``."""

import sys

from kortreist.cli import main

sys.exit(main())
