"""Errors carry codes; here each code becomes a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import HuiyinError
from huiyin.web.shared.statute_words import STATUTE

WORDS: dict[str, Any] = {
    **STATUTE,
    "text.empty": _("Please write something here; a few words are enough to begin with."),
    "text.empty:title": _("Please put the matter in one sentence."),
    "text.empty:text": _(
        "Please tell us what happened. A few sentences are enough; you can add files later."
    ),
    "text.empty:request": _("Please tell us what you ask for."),
    "text.no_words": _("There are only signs or pictures here. Please say it in words as well."),
    "text.too_long": _(
        "This text is longer than one field can hold. Please shorten it, or add the rest as a file in "
        "step 5. Nothing has been lost."
    ),
    "line.too_long": _("At most %(limit)s characters fit here; there are %(length)s."),
    "day.not_a_day": _("Please give a day as year, month and day, such as 2026-03-05."),
    "day.in_the_future": _("This day is still to come. Please check the year and the month."),
    "day.ends_before_it_begins": _("The last day lies before the first one. Please look at both once more."),
    "answers.unknown_choice": _("Please choose one of these."),
    "answers.unknown_choice:klass": _("Please choose what you would like us to do."),
    "answers.too_many": _("At most %(limit)s fit here."),
    "persons.too_many_representatives": _("A joint matter has at most %(limit)s representatives."),
    "persons.guardian_missing": _("Please give the name of the guardian who helps the child."),
    "evidence.empty": _("This file has 0 bytes: there is nothing in it. Please check it on your device."),
    "evidence.too_large": _(
        "This file is larger than 2 GB. Please cut it into parts, or hand it in at a desk."
    ),
    "evidence.too_many": _(
        "At most %(limit)s files can be added here. Please put several into one, or hand the rest in at "
        "a desk."
    ),
    "evidence.type_not_allowed": _(
        "This kind of file cannot be added. PDF, photos, sound, video, text and office documents can; "
        "what is inside a packed archive can be added file by file."
    ),
    "answers.unknown_choice:grade": _("Please choose how satisfied you are."),
    "rating.unknown_grade": _("Please choose how satisfied you are."),
    "rating.given_already": _("You have rated this office already. Thank you."),
    "rating.nobody_to_rate": _("There is nobody to rate here yet."),
    "text.empty:grounds": _("Please say why it should be looked at again."),
    "review.window_over": _(
        "The time to ask for a review is over. New facts can be brought forward as a new matter."
    ),
    "review.no_higher_office": _("No higher office can review this one. Please ask at the petition bureau."),
    "store.full": _(
        "There is no more room on our disk. Nothing was taken in. Please try again later, or hand the "
        "matter in at a petition bureau, by letter or by phone."
    ),
    "evidence.no_session": _(
        "Too much time has passed. Please open your matter again with number and query code; what has "
        "arrived is kept."
    ),
    "evidence.none": _("Please choose a file first."),
    "upload.unknown": _("This upload has ended or was taken away. Please choose the file once more."),
    "upload.other_writer": _("This file is being sent from another window. It goes on there."),
    "upload.wrong_offset": _("Some of this file has arrived already. It goes on from there."),
    "upload.longer_than_announced": _(
        "This file has become longer while it was being sent. Please choose it once more."
    ),
    "tray.busy": _("Too many files arrived at the same moment. Please send this one again."),
    "evidence.no_draft": _("We did not find your draft. Please start again from the first page."),
}
SOMETHING = _("This could not be used. Please look at it once more.")


def say(error: HuiyinError) -> str:
    """Return the sentence of an error, in the reader's language; the one for its field first."""
    field = getattr(error, "field", "")
    sentence = WORDS.get(f"{error.code}:{field}") or WORDS.get(error.code) or SOMETHING
    return str(sentence) % error.facts
