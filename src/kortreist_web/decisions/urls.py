"""Addresses of the domain."""

from django.urls import path

from kortreist_web.decisions import views

app_name = "decisions"
_WORK = "<code:code>/arbeid/vedtak/"
_PUBLIC = "<code:code>/vedtak/"
_PROPOSAL = f"{_WORK}<int:year>/<int:number>/"
_FILE = "<str:language>.<str:extension>"

urlpatterns = [
    path(_PUBLIC, views.public, name="public"),
    path(f"{_PUBLIC}sporing/", views.trace, name="trace"),
    path(f"{_PUBLIC}<int:pk>/", views.resolution, name="resolution"),
    path(f"{_PUBLIC}<int:pk>/saksframlegg/{_FILE}", views.paper_public, name="paper_public"),
    path(f"{_PUBLIC}en-side/<int:year>/<int:number>/{_FILE}", views.one_page, name="one_page"),
    path(_WORK, views.list_, name="list"),
    path(f"{_PROPOSAL}sak/", views.paper, name="paper"),
    path(f"{_PROPOSAL}sak/{_FILE}", views.paper_file, name="paper_file"),
    path(f"{_PROPOSAL}registrer/", views.record, name="record"),
]
