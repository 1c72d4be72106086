"""The wordings that pages come in, and where the third of them, 四川话, is spoken: on the public pages.

Documents, records, calendars, programs and the desk keep to the standard language: law is not put into
dialect.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

STANDARD = "zh-hans"
SICHUANESE = "zh-hans-x-sichuan"
ELSEWHERE = ("/desk/", "/api/", "/calendar/")  # rooms behind these addresses are no public pages
WORDLESS = ("/log/checkpoint", "/log/tile/")


class SpokenLanguage(LocaleMiddleware):
    """Django's choice of the language, with plain Chinese in place of 四川话 off the public pages."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of this request."""
        super().process_request(request)
        if translation.get_language() == SICHUANESE and not is_public(request):
            translation.activate(STANDARD)
            request.LANGUAGE_CODE = STANDARD

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language a page came in. Files of the public log are in none."""
        if request.path_info.startswith(WORDLESS):
            return response
        return super().process_response(request, response)


def is_public(request: HttpRequest) -> bool:
    """True on pages for everybody, where 四川话 is spoken and offered."""
    return not request.path_info.startswith(ELSEWHERE)


def offered(request: HttpRequest) -> list[tuple[str, str]]:
    """Return code and name of every language that this page can be read in."""
    return [one for one in settings.LANGUAGES if one[0] != SICHUANESE or is_public(request)]


def standard() -> str:
    """Return the language in which papers, records and calendars are written for this reader."""
    code = translation.get_language() or str(settings.LANGUAGE_CODE)
    return STANDARD if code == SICHUANESE else code
