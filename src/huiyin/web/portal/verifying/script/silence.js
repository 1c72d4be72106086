// huiyin-nonresponse/1: that no answer was seen until a day, and what corrected that.
const SILENCE_MEMBERS = ["number", "record", "entry", "salt", "promise", "correction", "demo"];
const SAID = ["record", "recorded_on", "started_on", "binding_on", "office", "explained", "remedies"];
const SAID_OF_DUTIES = ["title", "article", "pack", "pack_version", "pack_status"];
const SAID_OF_CORRECTIONS = ["corrected_on", "reason", "on", "office"];

function isSilence(bytes) {
  try {
    const format = decode(bytes).get("format");
    return typeof format === "string" && format.startsWith("huiyin-nonresponse/");
  } catch (_fault) {
    return false;
  }
}

function plainHash(told, field) {
  try {
    return toBase64(hash(encode(told)));
  } catch (_fault) {
    throw new Fault("receipt.content_altered", field);
  }
}

async function taken(members, kind) {
  if (!members.has("promise")) throw incomplete("promise");
  const promise = promiseOf(members), salt = bytesOf(members, "salt");
  const opened = openBody(salt, bytesOf(members, "entry"));
  if (!await promiseHolds(promise, opened.commitment)) throw new Fault("receipt.promise_invalid", "promise");
  const facts = opened.body.get("facts");
  if (!(facts instanceof Map)) throw incomplete("entry");
  if (opened.body.get("kind") !== kind || opened.link.at !== promise.at) {
    throw new Fault("receipt.number_or_time_altered", "entry");
  }
  return { promise, facts };
}

function tells(record) {
  const duty = record.get("duty"), has = (value, name) => value.has(name);
  if (!(duty instanceof Map) || !SAID.every((name) => has(record, name))) return false;
  if (!SAID_OF_DUTIES.every((name) => has(duty, name))) return false;
  const words = [duty.get("title"), duty.get("article"), record.get("explained")];
  return words.every((one) => one instanceof Map && one.has("zh") && one.has("en"));
}

async function correctionOf(members, keys, corrects) {
  if (members === null) return null;
  if (!(members instanceof Map) || !(members.get("told") instanceof Map)) throw incomplete("correction");
  const found = await taken(members, "petition.nonresponse_corrected"), told = members.get("told");
  requireLater(keys, found.promise);
  if (!SAID_OF_CORRECTIONS.every((name) => told.has(name))) throw incomplete("correction");
  if (!alike(found.facts.get("corrects"), corrects) || found.facts.get("content") !== plainHash(told, "correction")) {
    throw new Fault("receipt.content_altered", "correction");
  }
  return { at: found.promise.at, told };
}

async function verifySilence(bytes, now) {
  const members = readMembers(bytes, "huiyin-nonresponse/1", SILENCE_MEMBERS, "record");
  const { promise, facts } = await taken(members, "petition.nonresponse_recorded"), record = members.get("record");
  if (!alike(facts.get("number"), members.get("number"))) throw new Fault("receipt.number_or_time_altered", "number");
  if (facts.get("content") !== plainHash(record, "record")) throw new Fault("receipt.content_altered", "record");
  if (!tells(record)) throw incomplete("record");
  const keys = await keysOf(members, promise);
  const correction = await correctionOf(members.get("correction"), keys, facts.get("content"));
  const demo = members.get("demo") !== false || facts.get("demo") !== false;
  requirePast([promise.at, ...(correction ? [correction.at] : [])], demo ? Infinity : now);
  return { kind: "silence", number: members.get("number"), at: promise.at, promise, keys, record, correction, demo };
}
