"""A file at the desk: what it is, what it says, its pages as pictures, its text. Nothing of it is run."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.kernel.clock import local_date
from huiyin.prepare import opening, packing, whole_file
from huiyin.queries.evidence.copies import copies
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.story import File
from huiyin.rules.evidence.stages import Stage
from huiyin.vault.kinds import MEDIA
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.names import office_name
from huiyin.web.desk.redacting import may_redact
from huiyin.web.desk.shown_files import file_of, file_shown, pages_shown

# Which Debian package makes pictures of kinds that are not drawn here.
_PACKAGES: Mapping[str, str] = {
    "doc": "libreoffice-writer-nogui",
    "docx": "libreoffice-writer-nogui",
    "xls": "libreoffice-calc-nogui",
    "xlsx": "libreoffice-calc-nogui",
    "ppt": "libreoffice-impress-nogui",
    "pptx": "libreoffice-impress-nogui",
    "heic": "libheif-examples",
    "mp4": "ffmpeg",
    "mov": "ffmpeg",
    "3gp": "ffmpeg",
    "webm": "ffmpeg",
}
_NO_PICTURE: Mapping[str, str | Promise] = {
    "package": gettext_lazy(
        "No picture of this kind is made here. On a computer with Debian, the package %(package)s makes one."
    ),
    "kind": gettext_lazy("This kind has no pages."),
    "failed": gettext_lazy(
        "No picture could be made: it is locked, damaged, or too large to look into safely."
    ),
}


@require_safe
@at_desk
def look(request: DeskRequest, number: str, file: UUID) -> HttpResponse:
    """Show a file's facts, pages and text, under the grant of the day."""
    page = find_page(request, number)
    found = file_of(request, page, file)
    one = file_shown(found, page.matter.number)
    pictures = pages_shown(page.matter.number, found)
    context = {
        "page": page,
        "matter": page.matter,
        "one": one,
        "shown": pictures,
        "more": max(0, found.seen.pages - len(pictures)) if pictures else 0,
        "unmade": _unmade(found),
        "texts": found.seen.texts if one["opens"] else (),
        "copies": [
            {"one": copy, "office": office_name(copy.office)}
            for copy in copies(request.reader, page.matter.id, file, on=local_date(request.at))
        ],
        "may_redact": may_redact(request, page, found),
    }
    return render(request, "desk/file.html", context)


@require_safe
@at_desk
def picture(request: DeskRequest, number: str, file: UUID, page: int) -> HttpResponse:
    """Give the picture of a page: made here, checked to be WebP, and never anything else."""
    matter = find_page(request, number).matter
    found = stories.page_picture(request.reader, matter.id, file, page, on=local_date(request.at))
    response = HttpResponse(b"".join(opening.evidence(found)), content_type=found.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@at_desk
def everything(request: DeskRequest, number: str) -> StreamingHttpResponse:
    """Give the whole file of a matter as a ZIP under the grant of the day, made while it is sent."""
    page = find_page(request, number)
    contents = whole_file.of_office(request.reader, page, int(request.post.office), on=local_date(request.at))
    response = StreamingHttpResponse(packing.packed(contents, at=request.at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="huiyin-{contents.number}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _unmade(file: File) -> str:
    seen, kind = file.seen, MEDIA.get(file.kind)
    if seen.stage is Stage.WAITING or kind is None or any(seen.pictures):
        return ""
    if package := _PACKAGES.get(kind.value):
        return str(_NO_PICTURE["package"]) % {"package": package}
    return str(_NO_PICTURE["failed" if kind in opening.DRAWN else "kind"])
