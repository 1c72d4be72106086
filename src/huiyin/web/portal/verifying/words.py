"""All that the check of a receipt says, by name; the page holds them in both languages.

A failure is said by ``fault_<code>_<field>`` when there is one, else by ``fault_<code>``; names of facts
stand in ``%(name)s``.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huiyin.kernel.errors import Invalid

Words = dict[str, str | Promise]

PAGE: Words = {
    "huiyin": _("Huiyin"),
    "title": _("Check a receipt"),
    "lead": _("See whether a receipt was altered, and what it proves. Records of non-response too."),
    "here": _("Everything is checked on this device. Nothing is sent anywhere."),
    "there": _("This browser runs no scripts, so the file is sent to this site, checked there and not kept."),
    "choose": _("Choose the receipt file"),
    "choose_hint": _("The file that you saved; its name ends in .json. You can also drop it anywhere here."),
    "paste": _("Or paste its text"),
    "paste_hint": _("Also the text of its QR code."),
    "check": _("Check it"),
    "keep": _("Keep this page"),
    "keep_hint": _(
        "Saved on your device, it checks receipts without a connection, even if this site were gone."
    ),
    "skip": _("Skip to the content"),
}

RESULT: Words = {
    "holds_receipt": _("This receipt holds."),
    "holds_silence": _("This record holds."),
    "holds_compact": _("What this QR code says holds."),
    "fails": _("This does not hold."),
    "not_one": _("This is no receipt."),
    "proved": _("What it proves"),
    "unproved": _("What it does not prove"),
    "rely": _("Do not rely on anything that this file says."),
    "demo": _("Demonstration: this proves nothing about a real filing."),
    "other_key": _(
        "It was not signed with the key of the site that this page comes from. It is another system's, or "
        "older: compare the key below with care."
    ),
    "ended_key": _(
        "It was signed with a key of this site that had been replaced before that time. This site did not do "
        "that: do not rely on it."
    ),
    "filed": _("What was filed"),
    "record_says": _("What the record says"),
}

PROVED: Words = {
    "promise": _("The log “%(origin)s” took this in at %(at)s, Beijing time, and signed for it."),
    "same_key": _("The signature was made with the key of the site that this page comes from."),
    "keys_followed": _(
        "The log has had %(count)s keys. Each signed over to the next, and the next accepted: whoever trusts "
        "one of them can rely on the others in their time."
    ),
    "number": _("It has the number %(number)s."),
    "content": _("What was filed stands below, word for word. Not one character was changed."),
    "content_hash": _("The fingerprint of what was filed is %(content)s."),
    "files": _("Files that came with it: %(count)s. Each can be recognised by its fingerprint."),
    "included": _("The public log of %(size)s entries holds it, and the log signed that state."),
    "witnessed": _(
        "The witness “%(who)s” saw that state of the log on %(at)s, Beijing time, and signed for it."
    ),
    "history": _("Acts since then: %(count)s. Between them nothing was left out, and nothing was changed."),
    "history_waits": _(
        "Of these not in the public log yet: %(count)s. The log has promised them by signature."
    ),
    "record": _("Record no. %(record)s: the last day was %(day)s, and this system had seen no answer."),
    "corrected": _("It was corrected on %(day)s."),
    "corrected_answered_in_time": _(
        "It was corrected on %(day)s: a service recorded later shows an answer on %(on)s, within the limit."
    ),
    "corrected_date_moved": _("It was corrected on %(day)s: the last day has since become %(on)s."),
    "corrected_date_open": _("It was corrected on %(day)s: the last day has since become open."),
    "corrected_not_owed": _("It was corrected on %(day)s: the matter turned out to have no such limit."),
    "corrected_office_states_answer": _(
        "It was corrected on %(day)s: %(office)s states that it answered on %(on)s by a way outside this "
        "system; this was not checked."
    ),
    "an_office": _("The office that handles it"),
}

UNPROVED: Words = {
    "key": _("That the key is the office's own. Compare it with the one that the office publishes:"),
    "content_unseen": _("What was filed. The saved receipt shows it, under the same fingerprint."),
    "not_logged_here": _(
        "That the public log holds it: a QR code has no room for that, the saved receipt has."
    ),
    "not_logged": _(
        "That the public log holds it: the file was saved before that. "
        "Save the receipt again on the page where you follow the matter."
    ),
    "not_witnessed": _("That everybody is shown the same log: no witness has signed this state of it."),
    "witness_keys": _(
        "That the keys of the witnesses are their own. Compare them with those that they publish themselves:"
    ),
    "later": _("That nothing happened after the last act in this file."),
    "true": _("That what was written is true."),
    "no_finding": _("It is no official document and no finding about any office or person."),
    "no_correction": _(
        "That it was not corrected afterwards: a file without a correction does not prove that."
    ),
}

FILED: Words = {
    "filed_title": _("Title"),
    "filed_text": _("Text"),
    "filed_request": _("What is asked for"),
    "filed_place": _("Place"),
    "filed_persons": _("Who filed it"),
    "filed_respondents": _("About whom"),
    "filed_files": _("Files"),
    "filed_content": _("Fingerprint"),
    "bytes": _("%(size)s bytes"),
    "said_title": _("What was due"),
    "said_article": _("Article"),
    "said_office": _("By whom"),
    "said_started_on": _("Counted from"),
    "said_binding_on": _("Last day"),
    "said_explained": _("Why this day?"),
}

ACTS: Words = {
    "acts": _("What happened since"),
    "act_other": _("A step inside the offices"),
    "act_petition.transferred": _("Sent on"),
    "act_petition.person_requested": _("A person was asked to decide where it goes"),
    "act_petition.classified": _("Classified"),
    "act_petition.accepted": _("Accepted"),
    "act_petition.redirected": _("The right statutory way was named"),
    "act_petition.declined": _("Not accepted"),
    "act_petition.contact_recorded": _("A contact was recorded"),
    "act_petition.finding_recorded": _("Facts of the matter were established"),
    "act_petition.deadline_extended": _("Time to answer extended"),
    "act_petition.evidence_added": _("Files added"),
    "act_petition.statement_added": _("Witness statement added"),
    "act_petition.nonresponse_recorded": _("Recorded that no answer was seen"),
    "act_petition.nonresponse_corrected": _("That record was corrected"),
    "act_petition.document_served": _("A document was served"),
    "act_petition.execution_recorded": _("Recorded that what was decided was carried out"),
    "act_petition.review_requested": _("A review was asked for"),
    "act_petition.rated": _("The handling was rated"),
    "act_petition.clocks_moved": _("Days were reckoned anew"),
    "act_petition.erased": _("The content was erased"),
}

FAULTS: Words = {
    "fault_receipt.not_a_receipt": _(
        "It cannot be read as a receipt. Please choose the file that you saved."
    ),
    "fault_receipt.unknown_format": _(
        "Its format is not known here: %(format)s. A newer version of this page may know it."
    ),
    "fault_receipt.incomplete": _("A part is missing or damaged: %(field)s."),
    "fault_receipt.promise_invalid": _(
        "The signature of the log does not fit: entry, time or signature was altered, or made by another key."
    ),
    "fault_receipt.promise_invalid_correction": _("The correction comes from another log than the record."),
    "fault_receipt.key_ended": _(
        "The key that signed had been replaced before that time: it was not the log that used it then."
    ),
    "fault_receipt.key_ended_history": _(
        "Act %(place)s of the history: the key that signed had been replaced before that time."
    ),
    "fault_receipt.handover_invalid": _(
        "The keys of the log do not follow each other: a signature from one to the next, or its time, does "
        "not fit."
    ),
    "fault_receipt.number_or_time_altered": _(
        "Number or time were altered: they are not those that the log recorded."
    ),
    "fault_receipt.content_altered": _("The content was altered: it is not what was filed."),
    "fault_receipt.content_altered_record": _("The record was altered: it is not what the log recorded."),
    "fault_receipt.content_altered_correction": _(
        "The correction was altered, or it belongs to another record."
    ),
    "fault_receipt.in_the_future": _(
        "A time in it lies in the future by the clock of this device. One of the clocks is wrong."
    ),
    "fault_receipt.checkpoint_invalid": _(
        "The filing itself fits, but the state of the public log in this file was not signed by that log."
    ),
    "fault_receipt.not_included": _(
        "The filing itself fits, but the proof that the public log holds it leads to another log."
    ),
    "fault_receipt.witness_invalid": _(
        "The filing itself fits, but a witness that the file names has not signed: %(key)s"
    ),
    "fault_receipt.incomplete_history": _("Act %(place)s of the history is missing a part or damaged."),
    "fault_receipt.history_altered": _(
        "Act %(place)s of the history was altered: its signature does not fit."
    ),
    "fault_receipt.history_broken": _(
        "The history is broken at act %(place)s: an act before it was left out, or it belongs elsewhere."
    ),
    "fault_receipt.history_not_included": _(
        "Act %(place)s of the history: the proof that the public log holds it leads to another log."
    ),
    "fault_other": _("It does not hold: %(code)s %(field)s."),
}

ALL: Words = {**PAGE, **RESULT, **PROVED, **UNPROVED, **FILED, **ACTS, **FAULTS}


def said_in(language: str) -> dict[str, str]:
    """Return every text in a language."""
    with override(language):
        return {name: str(text) for name, text in ALL.items()}


def fault_of(fault: Invalid) -> tuple[str, dict[str, Any]]:
    """Return the name of the sentence that says what does not hold, and its facts."""
    for name in (f"fault_{fault.code}_{fault.field}", f"fault_{fault.code}"):
        if name in ALL:
            return name, {"field": fault.field, **fault.facts}
    return "fault_other", {"code": fault.code, "field": fault.field}
