"""Every command and its handler: the table of contents of what the system can do."""

from typing import Any

from huiyin.commands.evidence import (
    add_evidence,
    add_witness_statement,
    erase_petition,
    open_story,
    propose_erasure,
    redact_evidence,
    turn_down_erasure,
)
from huiyin.commands.handler import Handler
from huiyin.commands.handling import (
    accept_petition,
    classify_petition,
    decline_petition,
    draft_opinion,
    extend_deadline,
    import_answer,
    record_contact,
    record_execution,
    record_finding,
    serve_document,
    sign_opinion,
)
from huiyin.commands.intake import file_petition, person_search
from huiyin.commands.learning import adopt, confirm_rules, move_clocks, propose_rules, turn_down_rules
from huiyin.commands.ledger import change_log_key, change_wrap_key, reopen_log, retire_wrap_keys
from huiyin.commands.outreach import own_feeds, rate_petition
from huiyin.commands.oversight import (
    answer_advice,
    answer_supervision,
    close_supervision,
    correct_non_response,
    cure_supervision,
    raise_supervision,
    record_audit,
    record_non_response,
    remind,
    send_advice,
    set_label,
    set_transit,
    set_watch,
)
from huiyin.commands.people import appoint, desk_feeds, load_offices, saved_searches
from huiyin.commands.review import request_review
from huiyin.commands.routing import request_person, transfer_petition
from huiyin.kernel.command import Command

HANDLERS: dict[type[Command], Handler[Any, Any]] = {
    accept_petition.AcceptPetition: accept_petition.HANDLER,
    add_evidence.AddEvidence: add_evidence.HANDLER,
    add_witness_statement.AddWitnessStatement: add_witness_statement.HANDLER,
    adopt.Adopt: adopt.HANDLER,
    answer_advice.AnswerAdvice: answer_advice.HANDLER,
    answer_supervision.AnswerSupervision: answer_supervision.HANDLER,
    appoint.Appoint: appoint.HANDLER,
    close_supervision.CloseSupervision: close_supervision.HANDLER,
    cure_supervision.CureSupervision: cure_supervision.HANDLER,
    change_log_key.ChangeLogKey: change_log_key.HANDLER,
    change_wrap_key.ChangeWrapKey: change_wrap_key.HANDLER,
    retire_wrap_keys.RetireWrapKeys: retire_wrap_keys.HANDLER,
    classify_petition.ClassifyPetition: classify_petition.HANDLER,
    correct_non_response.CorrectNonResponse: correct_non_response.HANDLER,
    decline_petition.DeclinePetition: decline_petition.DECLINE,
    decline_petition.RedirectPetition: decline_petition.REDIRECT,
    confirm_rules.ConfirmRules: confirm_rules.HANDLER,
    draft_opinion.DraftOpinion: draft_opinion.HANDLER,
    erase_petition.ErasePetition: erase_petition.HANDLER,
    extend_deadline.ExtendDeadline: extend_deadline.HANDLER,
    file_petition.FilePetition: file_petition.HANDLER,
    import_answer.ImportAnswer: import_answer.HANDLER,
    load_offices.LoadOffices: load_offices.HANDLER,
    move_clocks.MoveClocks: move_clocks.HANDLER,
    desk_feeds.MakeDeskFeed: desk_feeds.MAKE,
    desk_feeds.RevokeDeskFeed: desk_feeds.REVOKE,
    saved_searches.KeepSearch: saved_searches.KEEP,
    saved_searches.DropSearch: saved_searches.DROP,
    person_search.SeekPerson: person_search.SEEK,
    person_search.TellOfSearch: person_search.TELL,
    own_feeds.MakeOwnFeed: own_feeds.MAKE,
    own_feeds.RevokeOwnFeed: own_feeds.REVOKE,
    open_story.OpenStory: open_story.HANDLER,
    propose_erasure.ProposeErasure: propose_erasure.HANDLER,
    propose_rules.ProposeRules: propose_rules.HANDLER,
    raise_supervision.RaiseSupervision: raise_supervision.HANDLER,
    rate_petition.RatePetition: rate_petition.HANDLER,
    record_audit.RecordAudit: record_audit.HANDLER,
    redact_evidence.RedactEvidence: redact_evidence.HANDLER,
    record_contact.RecordContact: record_contact.HANDLER,
    record_execution.RecordExecution: record_execution.HANDLER,
    record_finding.RecordFinding: record_finding.HANDLER,
    record_non_response.RecordNonResponse: record_non_response.HANDLER,
    remind.Remind: remind.HANDLER,
    reopen_log.ReopenLog: reopen_log.HANDLER,
    request_person.RequestPerson: request_person.HANDLER,
    request_review.RequestReview: request_review.HANDLER,
    send_advice.SendAdvice: send_advice.HANDLER,
    serve_document.ServeDocument: serve_document.HANDLER,
    set_label.SetLabel: set_label.HANDLER,
    set_transit.SetTransit: set_transit.HANDLER,
    set_watch.SetWatch: set_watch.HANDLER,
    sign_opinion.SignOpinion: sign_opinion.HANDLER,
    transfer_petition.TransferPetition: transfer_petition.HANDLER,
    turn_down_erasure.TurnDownErasure: turn_down_erasure.HANDLER,
    turn_down_rules.TurnDownRules: turn_down_rules.HANDLER,
}
