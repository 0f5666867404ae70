"""Addresses of the domain."""

from django.urls import path

from kortreist_web.decisions import views

app_name = "decisions"
_WORK = "<code:code>/arbeid/vedtak/"
_PUBLIC = "<code:code>/vedtak/"
#: One kind's cases stand at addresses without its name (``Adoption.bare``); all stand at the
#: second.
_BARE = "<int:year>/<int:number>/"
_NAMED = "<slug:kind>/<slug:subject>/<int:number>/"
_FILE = "<str:language>.<str:extension>"

urlpatterns = [
    path(_PUBLIC, views.public, name="public"),
    path(f"{_PUBLIC}<int:pk>/", views.resolution, name="resolution"),
    path(f"{_PUBLIC}<int:pk>/saksframlegg/{_FILE}", views.paper_public, name="paper_public"),
    path(f"{_WORK}<int:pk>/rett/", views.correct, name="correct"),
    path(_WORK, views.list_, name="list"),
    path(f"{_WORK}<int:pk>/punkter/", views.split, name="split"),
    path(f"{_WORK}<int:pk>/punkter/nytt/", views.point, name="add_point"),
    path(f"{_WORK}<int:pk>/punkter/<int:number>/", views.point, name="point"),
    path(f"{_WORK}<int:pk>/avstemning/", views.vote, name="vote"),
    path(f"{_WORK}avstemning/<int:pk>/fjern/", views.remove_vote, name="remove_vote"),
    path("<code:code>/arbeid/organ/", views.bodies, name="bodies"),
    path("<code:code>/arbeid/organ/<int:pk>/", views.body, name="body"),
    path("<code:code>/arbeid/organ/medlem/<int:pk>/", views.member, name="member"),
    path("<code:code>/arbeid/organ/medlem/<int:pk>/slutt/", views.end, name="end_member"),
    *(
        path(f"{before}{about}{after}", view, name=name)
        for about in (_BARE, _NAMED)
        for before, after, view, name in (
            (f"{_PUBLIC}en-side/", _FILE, views.one_page, "one_page"),
            (_WORK, "sak/", views.paper, "paper"),
            (_WORK, f"sak/{_FILE}", views.paper_file, "paper_file"),
            (_WORK, "registrer/", views.record, "record"),
        )
    ),
]
