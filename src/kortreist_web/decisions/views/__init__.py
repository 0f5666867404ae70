"""Pages of case papers, resolutions and what they lead to, and of the bodies that decide."""

from kortreist_web.decisions.views.bodies import bodies, body, end, member
from kortreist_web.decisions.views.documents import one_page, paper_file, paper_public
from kortreist_web.decisions.views.points import point, remove_vote, split, vote
from kortreist_web.decisions.views.public import public, resolution
from kortreist_web.decisions.views.staff import correct, list_, paper, record

__all__ = [
    "bodies",
    "body",
    "correct",
    "end",
    "list_",
    "member",
    "one_page",
    "paper",
    "paper_file",
    "paper_public",
    "point",
    "public",
    "record",
    "remove_vote",
    "resolution",
    "split",
    "vote",
]
