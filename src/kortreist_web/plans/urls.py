"""Addresses of the domain."""

from django.urls import path

from kortreist_web.plans import answer_views, views, what_if

app_name = "plans"
_ONE = "<code:code>/arbeid/plan/<int:pk>/"
urlpatterns = [
    path("<code:code>/arbeid/plan/", views.list_, name="list"),
    path("<code:code>/arbeid/plan/ny/", views.new, name="new"),
    path(_ONE, views.show, name="show"),
    path(_ONE + "hva-om/", what_if.what_if, name="what_if"),
    path(_ONE + "hva-om/steg/", what_if.step, name="step"),
    path(_ONE + "hva-om/<int:base>-<int:tried>/", what_if.result, name="try"),
    path(_ONE + "hva-om/<int:tried>/behold/", what_if.keep, name="keep"),
    path(_ONE + "svar/", answer_views.answer, name="answer"),
    path(_ONE + "regn-ut/", answer_views.recompute, name="recompute"),
    path(_ONE + "igjen/", views.again, name="again"),
    path(_ONE + "forsok/", views.retry, name="retry"),
    path(_ONE + "fjern/", views.remove, name="remove"),
    path(_ONE + "dokument/<slug:lang>/", views.write, name="write"),
    path(_ONE + "dokument/<slug:lang>.<slug:format>", views.document_, name="document"),
]
