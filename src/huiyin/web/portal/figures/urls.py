"""Addresses of the public figures."""

from django.urls import path

from huiyin.web.portal.figures import page

urlpatterns = [
    path("", page.public_figures, name="figures"),
    path("<slug:cut>.csv", page.figures_file, name="figures_file"),
]
