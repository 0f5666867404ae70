"""Addresses of the domain."""

from django.urls import path

from kortreist_web.signposts import views

app_name = "signposts"
_WORK = "<code:code>/arbeid/tegn/"
_ONE = _WORK + "<int:pk>/"
urlpatterns = [
    path(_WORK, views.list_, name="list"),
    path(_WORK + "tegn.csv", views.table, name="table"),
    path(_WORK + "nytt/", views.new, name="new"),
    path(_ONE, views.show, name="show"),
    path(_ONE + "endre/", views.change, name="change"),
    path(_ONE + "les/", views.read, name="read"),
    path(_ONE + "les/<int:reading>/rett/", views.correct, name="correct"),
    path(_ONE + "les/<int:reading>/trekk/", views.withdraw, name="withdraw"),
    path(_ONE + "avgjort/", views.settle, name="settle"),
    path(_ONE + "sak/", views.case, name="case"),
]
