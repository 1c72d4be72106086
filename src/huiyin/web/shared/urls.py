"""Addresses shared by all pages."""

from django.urls import path

from huiyin.web.shared import switches

urlpatterns = [
    path("language/", switches.language, name="language"),
    path("elder/", switches.elder, name="elder"),
]
