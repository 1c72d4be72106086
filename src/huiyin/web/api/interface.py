"""The programming interface `/api/v1/`: what stands at which address, described in OpenAPI 3.1."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from huiyin.kernel.errors import HuiyinError
from huiyin.web.api import deadline, filing, following, problems
from huiyin.web.api.explained import DeadlineTold
from huiyin.web.api.receiving import FILES, JSON, MULTIPART, PETITION
from huiyin.web.api.shapes import PetitionFiled, PetitionSent, PetitionStanding, Problem, QuerySent

DESCRIPTION = """
File petitions and follow them. No account, no cookie, no token: a filing is followed by its number and
query code, which are told once, in the answer to the filing, and never stand in an address.

The receipt is a file that proves offline when and what was filed: `huiyin receipt verify FILE`, or the page
`/verify/`. Errors are problem details (RFC 9457) with a stable `code`; their `detail` is in the language of
`Accept-Language` (Chinese or English).

`GET /deadline` reckons any statutory period by the same engine, with its whole explanation.
"""

_PETITION = PetitionSent.model_json_schema(ref_template="#/components/schemas/{model}")
_SENT = {**_PETITION.pop("$defs"), "PetitionSent": _PETITION, "QuerySent": QuerySent.model_json_schema()}


class Interface(NinjaAPI):
    """An interface that also describes the bodies it reads itself."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the document, complete."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"] |= _SENT
        return schema


api = Interface(
    title="Huiyin 回音",
    version="1",
    description=DESCRIPTION.strip(),
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 16, "maxLength": 255},
    "description": (
        "16 to 255 visible ASCII characters, such as a UUID, kept for 30 days. The same request sent again "
        "under the same key is the same petition and gets the same receipt."
    ),
}
_BODY = {
    "required": True,
    "content": {
        JSON: {"schema": {"$ref": "#/components/schemas/PetitionSent"}},
        MULTIPART: {
            "schema": {
                "type": "object",
                "required": [PETITION],
                "properties": {
                    PETITION: {"$ref": "#/components/schemas/PetitionSent"},
                    FILES: {
                        "type": "array",
                        "maxItems": 200,
                        "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                        "description": "PDF, photos, sound, video, text, office documents; 2 GiB each.",
                    },
                },
            },
            "encoding": {PETITION: {"contentType": JSON}},
        },
    },
}
_ERRORS: Any = dict.fromkeys([400, 409, 413, 415, 422, 500, 503], Problem)
_QUERY = {
    "required": True,
    "content": {JSON: {"schema": {"$ref": "#/components/schemas/QuerySent"}}},
}


@api.post(
    "/petitions",
    url_name="file_petition",
    operation_id="file_petition",
    summary="File a petition",
    response={201: PetitionFiled, **_ERRORS},
    openapi_extra={"parameters": [_KEY], "requestBody": _BODY},
)
def file_petition(request: HttpRequest) -> HttpResponse:
    """File a petition, with or without files; the answer holds the receipt."""
    return filing.file(request)


@api.post(
    "/petitions/query",
    url_name="query_petition",
    operation_id="query_petition",
    summary="Ask how a petition stands",
    response={200: PetitionStanding, 404: Problem, **_ERRORS},
    by_alias=True,
    openapi_extra={"requestBody": _QUERY},
)
def query_petition(request: HttpRequest) -> HttpResponse:
    """Find a petition by number and query code; both in the body, never in an address."""
    return following.follow(request)


@api.get(
    "/deadline",
    url_name="deadline",
    operation_id="deadline",
    summary="Ask when a statutory period ends",
    response={200: DeadlineTold, 404: Problem, **_ERRORS},
    by_alias=True,
    openapi_extra={"parameters": deadline.PARAMETERS},
)
def tell_deadline(request: HttpRequest) -> HttpResponse:
    """Reckon one period from one day, with everything that made the date. It reads no matter."""
    return deadline.deadline(request)


def _answering(handler: Callable[[HttpRequest, Any], HttpResponse], *kinds: type[Exception]) -> None:
    for kind in kinds:
        api.add_exception_handler(kind, handler)


_answering(problems.problem, HuiyinError)
_answering(problems.failed, Exception)
_answering(problems.too_large, *problems.TOO_LARGE)
_answering(problems.not_readable, *problems.NOT_READABLE)
