"""`/healthz`: ready, or 503 with the reason; asked by `huiyin up`, proxies and monitoring."""

import shutil
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ALMOST_FULL = 256 << 20

_COMPLETE = "complete"
_seen: set[str] = set()


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 ``ready``, or 503 with one of the reasons below."""
    reason = _reason()
    if reason:
        return JsonResponse({"status": "not ready", "reason": reason}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ready"})


def _reason() -> str:
    if shutil.disk_usage(settings.HUIYIN_ENV.data).free < ALMOST_FULL:
        return "disk nearly full"
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _is_migrated() else "migrations missing"
    except DatabaseError:
        return "database unreachable"


def _is_migrated() -> bool:
    # Once complete, the tables stay complete for this version of the program: not asked again.
    return _COMPLETE in _seen or _look()


def _look() -> bool:
    executor = MigrationExecutor(connections["default"])
    complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if complete:
        _seen.add(_COMPLETE)
    return complete
