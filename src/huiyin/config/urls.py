"""Root of all URLs."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.shared.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]
