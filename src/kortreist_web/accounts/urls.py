"""Addresses of the domain."""

from django.urls import path

from kortreist_web.accounts import (
    compare_views,
    holding_views,
    known_views,
    map_views,
    upload_views,
    views,
)

app_name = "accounts"
_KNOWN = "<code:code>/arbeid/endringer/<int:pk>/"
urlpatterns = [
    path("kart/", map_views.country_map, name="map"),
    path("<code:code>/regnskap/", views.public, name="public"),
    path("<code:code>/regnskap/utgaver/", views.editions, name="editions"),
    path("<code:code>/regnskap/spennet/", holding_views.backtest, name="backtest"),
    path("<code:code>/regnskap/sammenlign/", compare_views.compare, name="compare"),
    path("<code:code>/arbeid/regnskap/", upload_views.work, name="work"),
    path("<code:code>/arbeid/regnskap/<int:pk>/", upload_views.upload, name="upload"),
    path("<code:code>/arbeid/regnskap/<int:pk>/avgjor/", upload_views.decide, name="decide"),
    path("<code:code>/arbeid/endringer/", known_views.known, name="known"),
    path("<code:code>/arbeid/endringer/ny/", known_views.known_new, name="known_new"),
    path(_KNOWN, known_views.known_change, name="known_change"),
    path(_KNOWN + "fjern/", known_views.known_remove, name="known_remove"),
]
