"""Addresses of the domain."""

from django.urls import path

from kortreist_web.changes.views import log, tenant

app_name = "changes"
urlpatterns = [
    path("<code:code>/arbeid/logg/", log.list_, name="list"),
    path("<code:code>/arbeid/logg/kontroll/", log.check, name="check"),
    path("<code:code>/arbeid/logg/tabell/", log.table, name="table"),
    path("<code:code>/arbeid/logg/<str:what>/<int:row>/", log.history, name="history"),
    path("<code:code>/arbeid/uttrekk/", tenant.take_along, name="export"),
    path("<code:code>/arbeid/slett/", tenant.erase_all, name="erase"),
]
