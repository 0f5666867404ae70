"""Addresses of the domain."""

from django.urls import path

from kortreist_web.bindings import views

app_name = "bindings"
_WORK = "<code:code>/arbeid/bindinger/"
_ONE = _WORK + "<int:pk>/"
_PUBLIC = "<code:code>/bindinger/"
urlpatterns = [
    path(_PUBLIC, views.public, name="public"),
    path(_PUBLIC + "<int:year>/<int:number>/", views.public_one, name="public_one"),
    path(_PUBLIC + "sak/<int:pk>/<int:number>/", views.case, name="case"),
    path(_WORK, views.list_, name="list"),
    path(_WORK + "ny/", views.new, name="new"),
    path(_WORK + "tabell/", views.upload, name="upload"),
    path(_WORK + "tabell/eksempel.csv", views.example, name="example"),
    path(_WORK + "tabell/bekreft/", views.confirm, name="confirm"),
    path(_WORK + "linjer/", views.sort, name="sort"),
    path(_WORK + "linjer/svar/", views.answer, name="answer"),
    path(_WORK + "vurder/", views.judge, name="judge"),
    path(_WORK + "frys/", views.freeze, name="freeze"),
    path(_ONE, views.show, name="show"),
    path(_ONE + "endre/", views.change, name="change"),
    path(_ONE + "alternativ/", views.alternative, name="add_alternative"),
    path(_ONE + "alternativ/<int:number>/", views.alternative, name="alternative"),
    path(
        _ONE + "alternativ/<int:number>/fjern/",
        views.remove_alternative,
        name="remove_alternative",
    ),
    path(_ONE + "foresla/", views.propose, name="propose"),
    path(_ONE + "trekk-forslag/", views.take_back, name="take_back"),
    path(_ONE + "trekk/", views.withdraw, name="withdraw"),
    path(_ONE + "regnskap/", views.actual, name="actual"),
]
