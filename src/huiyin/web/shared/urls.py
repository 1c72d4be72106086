"""Addresses shared by all pages."""

from django.urls import path

from huiyin.web.shared import switches
from huiyin.web.shared.tus.serving import upload

urlpatterns = [
    path("language/", switches.language, name="language"),
    path("elder/", switches.elder, name="elder"),
    path("uploads/<str:secret>/", upload, name="upload"),
]
