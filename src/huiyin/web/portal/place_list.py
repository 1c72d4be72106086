"""The divisions as one small file for the script of the place picker."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from huiyin.web.portal import places


@require_safe
@gzip_page
@vary_on_cookie
def place_list(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  every view takes it
    """Return all divisions; they change once a year."""
    response = JsonResponse(
        places.tree(), safe=False, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
    response["Cache-Control"] = "private, max-age=86400"
    return response
