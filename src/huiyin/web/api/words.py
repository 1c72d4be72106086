"""The sentences that programs are answered with, in the language they ask for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import HuiyinError
from huiyin.web.shared.words import say as say_on_pages

WORDS: dict[str, Any] = {
    "answers.not_a_list": _("A list of objects belongs here."),
    "answers.not_a_number": _("A whole number above 0 belongs here."),
    "answers.not_a_text": _("A text belongs here."),
    "api.not_yes_or_no": _("Only true or false can stand here."),
    "answers.unknown_choice": _("This is none of the values that can stand here; see /api/v1/openapi.json."),
    "api.failed": _("Something failed on our side; it is noted. Send the request again in a few minutes."),
    "api.no_such_address": _("There is nothing at this address; see /api/v1/openapi.json."),
    "api.not_json": _("This is not a JSON object in UTF-8."),
    "api.not_readable": _("The request broke off or is not well formed."),
    "api.petition_missing": _("The part named petition is missing: the filing itself, as JSON."),
    "api.too_large": _("The filing without its files may have 8 MiB; long texts are best sent as a file."),
    "api.unknown_file_field": _("Files are taken in parts named files."),
    "api.unknown_member": _("There is no such member; see /api/v1/openapi.json."),
    "api.unsupported_type": _("Send application/json, or multipart/form-data with petition and files."),
    "filing.no_bureau": _("No office can receive this; please hand it in at the bureau of the province."),
    "idempotency.bad_key": _("An Idempotency-Key has 16 to 255 visible ASCII characters, such as a UUID."),
    "idempotency.other_content": _(
        "Something else was filed with this Idempotency-Key. Use a new key for a new filing."
    ),
    "idempotency.in_progress": _(
        "The same filing is being taken in by another request. Send it again in a few seconds."
    ),
    "line.too_long": _("At most %(limit)s characters fit here; there are %(length)s."),
    "petition.erased": _("The content of this matter was erased; nobody can read it any more."),
    "petition.wait": _("Too many tries that did not fit. Please ask again in %(seconds)s seconds."),
    "petition.not_found": _("Number and query code do not belong together, or there is no such matter."),
    "place.unknown_division": _("There is no such province, prefecture or county; codes are of six digits."),
    "place.unknown_town": _("There is no such town in this county; codes are of twelve digits."),
    "respondents.accused_outside_accusation": _("Somebody is accused only in a filing of class accusation."),
    "text.empty": _("This cannot be empty."),
    "text.too_long": _("At most %(limit)s bytes of UTF-8 fit here; there are %(bytes)s."),
}


def say(error: HuiyinError) -> str:
    """Return the sentence of an error, in the language of the request."""
    sentence = WORDS.get(error.code)
    return str(sentence) % error.facts if sentence is not None else say_on_pages(error)
