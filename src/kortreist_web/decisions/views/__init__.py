"""Pages of case papers and resolutions."""

from kortreist_web.decisions.views.documents import one_page, paper_file, paper_public
from kortreist_web.decisions.views.public import public, resolution
from kortreist_web.decisions.views.work import list_, paper, record

__all__ = [
    "list_", "one_page", "paper", "paper_file", "paper_public", "public", "record",
    "resolution",
]  # fmt: skip
