// The result on the page. Everything from a file is put in as text, never as markup.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function within(tag, children, className) {
  const made = element(tag, undefined, className);
  for (const child of children) if (child) made.appendChild(child);
  return made;
}

function resultOf(outcome) {
  const { proof, fault } = outcome;
  return fault ? failureOf(fault) : successOf(proof, toldOf(proof));
}

// Of the others it is known that what was filed fits, or that nothing could be read.
const NOT_TO_BE_RELIED_ON = ["receipt.promise_invalid", "receipt.number_or_time_altered", "receipt.content_altered", "receipt.key_ended", "receipt.handover_invalid"];

function failureOf(fault) {
  const unreadable = fault.code === "receipt.not_a_receipt";
  return [
    heading(unreadable ? "not_one" : "fails", "fails"),
    element("p", faultSaid(fault), "said"),
    NOT_TO_BE_RELIED_ON.includes(fault.code) ? element("p", say("rely"), "soft") : null,
  ];
}

function successOf(proof, told) {
  return [
    heading(told.head, "holds"),
    ...told.notes.map((name) => element("p", say(name), "note amber")),
    element("h3", say("proved")),
    within("ul", told.proved.map(([name, facts]) => element("li", say(name, facts))), "proved"),
    element("h3", say("unproved")),
    within("ul", told.unproved.map(([name, facts]) => unprovedLine(name, facts, proof)), "unproved"),
    clearTextOf(proof),
    proof.history && proof.history.length ? historyOf(proof.history) : null,
  ];
}

function heading(name, className) {
  const made = element("h2", say(name), className);
  made.tabIndex = -1;
  return made;
}

function unprovedLine(name, facts, proof) {
  const line = element("li", say(name, facts));
  if (name === "key") for (const text of keyTexts(proof.keys)) line.appendChild(element("code", text));
  if (name === "witness_keys") for (const one of proof.log.witnesses) line.appendChild(element("code", one.key));
  return line;
}

function clearTextOf(proof) {
  if (proof.kind === "compact") return null;
  if (proof.kind === "silence") return clearText("record_says", saidOfRecord(proof.record));
  return clearText("filed", [
    ...saidOfFiling(proof.filed), ["filed_content", element("code", proof.content)],
  ]);
}

function clearText(title, lines) {
  const shown = lines.filter(([, value]) => value !== "" && value !== null);
  const pairs = shown.map(([name, value]) => [element("dt", say(name)), value instanceof Node ? within("dd", [value]) : element("dd", value)]);
  return within("details", [element("summary", say(title)), within("dl", [].concat(...pairs))]);
}

function historyOf(history) {
  const lines = history.map((act) => within("li", [element("span", moment(act.at), "soft"), element("span", " " + actSaid(act))]));
  return within("details", [element("summary", say("acts")), within("ol", lines)]);
}

function actSaid(act) {
  const kind = "act_" + plainText(act.body ? act.body.get("kind") : act.shown.get("kind"));
  return say(knows(kind) ? kind : "act_other");
}

function saidOfFiling(filed) {
  const text = (name) => plainText(filed.get(name));
  const files = filed.get("files"), list = Array.isArray(files) && files.length ? within("ol", files.map(fileLine)) : null;
  return [
    ["filed_title", text("title")], ["filed_text", text("text")], ["filed_request", text("request")],
    ["filed_place", text("place")], ["filed_persons", namesIn(filed.get("persons"))],
    ["filed_respondents", namesIn(filed.get("respondents"))], ["filed_files", list],
  ];
}

function saidOfRecord(record) {
  const own = (value) => value instanceof Map ? plainText(value.get(language())) : "";
  const duty = record.get("duty"), office = record.get("office");
  return [
    ["said_title", own(duty.get("title"))], ["said_article", own(duty.get("article"))], ["said_office", own(office)],
    ["said_started_on", day(record.get("started_on"))], ["said_binding_on", day(record.get("binding_on"))],
    ["said_explained", own(record.get("explained"))],
  ];
}

function namesIn(list) {
  const people = Array.isArray(list) ? list : [];
  return people.map((one) => one instanceof Map ? plainText(one.get("name")) : "").filter(Boolean).join(language() === "zh" ? "、" : ", ");
}

function fileLine(file) {
  if (!(file instanceof Map)) return element("li", plainText(file));
  const size = say("bytes", { size: file.get("size") });
  return within("li", [element("span", plainText(file.get("name")) + " · " + size + " "), element("code", plainText(file.get("sha256")))]);
}
