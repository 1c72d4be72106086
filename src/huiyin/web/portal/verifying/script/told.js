// What a proof says, line by line: names of sentences and their facts. The server tells the same in told.py.
// Keys of the site that gave this page, past ones too, each with the instant until which it was in use, or null.
const OWN_KEYS = JSON.parse(document.getElementById("own_keys").textContent);

function toldOf(proof) {
  const { head, proved, unproved } = { receipt: toldOfReceipt, silence: toldOfSilence, compact: toldOfCompact }[proof.kind](proof);
  const signer = signerOf(proof), same = signer === "same_key", followed = proof.keys.list.length;
  return {
    head,
    notes: [...(proof.demo ? ["demo"] : []), ...(same ? [] : [signer])],
    proved: [
      ...toldOfPromise(proof), ...(same ? [["same_key", {}]] : []),
      ...(followed > 1 ? [["keys_followed", { count: followed }]] : []), ...proved,
    ],
    unproved: [["key", {}], ...unproved],
  };
}

// Whose key promised. One that this page does not know is the site's when the site's key in use signed over to it.
function signerOf(proof) {
  const key = proof.promise.key, ours = (text) => Object.prototype.hasOwnProperty.call(OWN_KEYS, text);
  if (ours(key)) return OWN_KEYS[key] !== null && proof.at > OWN_KEYS[key] ? "ended_key" : "same_key";
  const before = keyTexts(proof.keys).slice(0, proof.keys.place);
  return before.some((text) => ours(text) && OWN_KEYS[text] === null) ? "same_key" : "other_key";
}

function toldOfCompact(proof) {
  const proved = [["content_hash", { content: proof.content }]];
  return { head: "holds_compact", proved, unproved: [["content_unseen", {}], ["not_logged_here", {}]] };
}

function toldOfReceipt(proof) {
  const files = proof.filed.get("files"), count = Array.isArray(files) ? files.length : 0, log = proof.log;
  const proved = [["content", {}]], unproved = [];
  if (count) proved.push(["files", { count }]);
  if (log) {
    proved.push(["included", { size: log.checkpoint.size }]);
    for (const one of log.witnesses) proved.push(["witnessed", { who: one.key.split("+")[0], at: one.at }]);
    unproved.push([log.witnesses.length ? "witness_keys" : "not_witnessed", {}]);
  } else {
    unproved.push(["not_logged", {}]);
  }
  if (proof.history) {
    proved.push(...toldOfHistory(proof.history));
    unproved.push(["later", {}]);
  }
  return { head: "holds_receipt", proved, unproved: [...unproved, ["true", {}]] };
}

function toldOfHistory(history) {
  const waiting = history.filter((act) => act.index === null).length;
  const told = history.length ? [["history", { count: history.length }]] : [];
  return waiting ? [...told, ["history_waits", { count: waiting }]] : told;
}

function toldOfSilence(proof) {
  const record = proof.record, correction = proof.correction;
  const proved = [["record", { record: record.get("record"), day: record.get("binding_on") }]], unproved = [["no_finding", {}]];
  if (correction) proved.push(toldOfCorrection(correction.told));
  else unproved.push(["no_correction", {}]);
  return { head: "holds_silence", proved, unproved };
}

function toldOfCorrection(told) {
  const day = told.get("corrected_on"), reason = told.get("reason"), on = told.get("on");
  if (reason === "date_moved" && on === null) return ["corrected_date_open", { day }];
  if (reason === "office_states_answer") return ["corrected_" + reason, { day, on, office: told.get("office") }];
  if (reason === "answered_in_time" || reason === "date_moved") return ["corrected_" + reason, { day, on }];
  return [reason === "not_owed" ? "corrected_not_owed" : "corrected", { day }];
}

function toldOfPromise(proof) {
  return [["promise", { origin: proof.promise.origin, at: proof.at }], ["number", { number: proof.number }]];
}
