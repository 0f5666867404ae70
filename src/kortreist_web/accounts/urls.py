"""Addresses of the domain."""

from django.urls import path

from kortreist_web.accounts import compare_views, holding_views, map_views, upload_views, views

app_name = "accounts"
urlpatterns = [
    path("kart/", map_views.country_map, name="map"),
    path("<code:code>/regnskap/", views.public, name="public"),
    path("<code:code>/regnskap/utgaver/", views.editions, name="editions"),
    path("<code:code>/regnskap/spennet/", holding_views.backtest, name="backtest"),
    path("<code:code>/regnskap/sammenlign/", compare_views.compare, name="compare"),
    path("<code:code>/arbeid/regnskap/", upload_views.work, name="work"),
    path("<code:code>/arbeid/regnskap/<int:pk>/", upload_views.upload, name="upload"),
    path("<code:code>/arbeid/regnskap/<int:pk>/avgjor/", upload_views.decide, name="decide"),
]
