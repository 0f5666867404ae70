"""Addresses of the domain."""

from django.urls import path

from kortreist_web.hearings.views import (
    after,
    desk,
    entering,
    files,
    holding,
    moderating,
    public,
    telling,
)

app_name = "hearings"
_WORK = "<code:code>/arbeid/horing/"
_PUBLIC = "<code:code>/horing/"

urlpatterns = [
    path(f"{_PUBLIC}<int:pk>/", public.hearing, name="hearing"),
    path(f"{_PUBLIC}<int:pk>/uttalelse/", public.submit, name="submit"),
    path(f"{_PUBLIC}<int:pk>/uttalelse/<int:number>/", public.statement, name="statement"),
    path(f"{_PUBLIC}<int:pk>/kvittering/<str:token>/", public.receipt, name="receipt"),
    path(f"{_PUBLIC}<int:pk>/merknader.<str:extension>", files.public_table, name="public_table"),
    path(f"{_PUBLIC}<int:pk>/stopp/<int:contact>/<str:token>/", telling.stop, name="stop"),
    path(f"{_PUBLIC}dokument/<int:pk>/", public.document, name="document_file"),
    path(f"{_PUBLIC}vedlegg/<int:pk>/", public.file, name="file"),
    path(_WORK, holding.list_, name="list"),
    path(f"{_WORK}ny/", holding.new, name="new"),
    path(f"{_WORK}<int:pk>/", holding.hold, name="hold"),
    path(f"{_WORK}<int:pk>/kunngjoring/", holding.announcement, name="announce"),
    path(f"{_WORK}<int:pk>/dokument/", holding.document, name="document"),
    path(f"{_WORK}<int:pk>/horingspart/", holding.recipient, name="recipient"),
    path(f"{_WORK}<int:pk>/sendt/", holding.send, name="send"),
    path(f"{_WORK}horingspart/<int:pk>/ingen/", holding.none, name="none"),
    path(f"{_WORK}<int:pk>/frist/", holding.extension, name="extend"),
    path(f"{_WORK}<int:pk>/apne/", holding.open_, name="open"),
    path(f"{_WORK}<int:pk>/lukk/", holding.close, name="close"),
    path(f"{_WORK}<int:pk>/fullfor/", holding.complete, name="complete"),
    path(f"{_WORK}<int:pk>/uttalelser/", desk.inbox, name="inbox"),
    path(f"{_WORK}<int:pk>/uttalelser/ny/", entering.entering, name="enter"),
    path(f"{_WORK}<int:pk>/uttalelser/<int:number>/", desk.split, name="split"),
    path(f"{_WORK}<int:pk>/svar/", desk.desk, name="desk"),
    path(f"{_WORK}<int:pk>/endringer/", after.after, name="after"),
    path(f"{_WORK}<int:pk>/merknader.<str:extension>", files.table, name="table"),
    path(
        f"{_WORK}<int:pk>/uttalelser/<int:number>/moderer/", moderating.moderating, name="moderate"
    ),
    path(f"{_WORK}<int:pk>/varsler/", telling.notices, name="notices"),
    path(f"{_WORK}<int:pk>/moderering/", moderating.moderation, name="moderation"),
    path(f"{_WORK}klage/<int:pk>/", moderating.appeal, name="appeal"),
    path(f"{_WORK}vedlegg/<int:pk>/", moderating.original, name="original"),
    path(f"{_WORK}punkt/<int:pk>/", desk.point, name="point"),
]
