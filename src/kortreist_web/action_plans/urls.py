"""Addresses of the domain."""

from django.urls import path

from kortreist_web.action_plans import views

app_name = "action_plans"
_ONE = "<code:code>/arbeid/vedtatt-plan/<int:pk>/"
urlpatterns = [
    path("<code:code>/arbeid/vedtatt-plan/", views.list_, name="list"),
    path("<code:code>/arbeid/vedtatt-plan/ny/", views.new, name="new"),
    path(_ONE, views.show, name="show"),
    path(_ONE + "tabell/", views.choose, name="choose"),
    path(_ONE + "rader/", views.decide, name="decide"),
    path(_ONE + "sikre/", views.confirm, name="confirm"),
    path(_ONE + "ta-inn/", views.take, name="take"),
    path(_ONE + "fjern/", views.remove, name="remove"),
    path(_ONE + "fil/", views.file_, name="file"),
]
