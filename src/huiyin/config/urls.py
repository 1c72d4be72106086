"""Root of all URLs."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.web.shared.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("huiyin.web.api.urls")),
    path("calendar/", include("huiyin.web.feeds.urls")),
    path("", include("huiyin.web.shared.urls")),
    path("desk/", include("huiyin.web.desk.urls")),
    path("", include("huiyin.web.portal.urls")),
    path("follow/", include("huiyin.web.portal.following.urls")),
    path("log/", include("huiyin.web.openlog.urls")),
    path("figures/", include("huiyin.web.portal.figures.urls")),
]

handler400 = "huiyin.web.shared.errors.bad_request"
handler403 = "huiyin.web.shared.errors.forbidden"
handler404 = "huiyin.web.shared.errors.not_found"
handler500 = "huiyin.web.shared.errors.failed"
