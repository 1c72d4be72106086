"""Addresses of the public log; those below are fixed by C2SP tlog-tiles, with ``/log`` as the prefix."""

from django.urls import path

from huiyin.web.openlog import audits, page, serving

urlpatterns = [
    path("", page.about, name="log"),
    path("audits/", audits.audits, name="log_audits"),
    path("audits/audits.json", audits.audits_file, name="log_audits_file"),
    path("checkpoint", serving.checkpoint, name="log_checkpoint"),
    path("tile/<path:rest>", serving.tile, name="log_tile"),
    path("keys.json", serving.keys, name="log_keys"),
    path("reopened.json", serving.reopened, name="log_reopened"),
    # Logs that ended, by their name, which has one slash.
    path("<str:host>/<str:name>/checkpoint", serving.checkpoint, name="log_ended_checkpoint"),
    path("<str:host>/<str:name>/tile/<path:rest>", serving.tile, name="log_ended_tile"),
]
