// huiyin-receipt/1: what was filed and when. Returns what it proves, or throws the Fault of what does not hold.
const RECEIPT_MEMBERS = ["number", "filed", "content_key", "entry", "salt", "promise", "demo"];

function readMembers(bytes, format, needed, clear) {
  let members;
  try {
    members = decode(bytes);
  } catch (_fault) {
    throw new Fault("receipt.not_a_receipt");
  }
  if (!(members instanceof Map) || !members.has("format")) throw new Fault("receipt.not_a_receipt");
  const named = members.get("format");
  if (named !== format) throw new Fault("receipt.unknown_format", "", { format: String(named).slice(0, 40) });
  if (!needed.every((name) => members.has(name))) throw incomplete("");
  if (!(members.get(clear) instanceof Map)) throw incomplete(clear);
  return members;
}

function contentOf(receipt) {
  const key = bytesOf(receipt, "content_key");
  if (key.length !== HASH_BYTES) throw incomplete("content_key");
  try {
    return toBase64(keyed(key, encode(receipt.get("filed"))));
  } catch (_fault) {
    throw new Fault("receipt.content_altered", "filed");
  }
}

function toldOfFiling(opened) {
  const shown = opened.link.shown;
  if (opened.link.previous !== null || !["number", "content", "demo"].every((name) => shown.has(name))) throw incomplete("entry");
  return shown;
}

// The clock of a demonstration may have been moved: its instants may lie in the future.
async function verifyReceipt(bytes, now) {
  const receipt = readMembers(bytes, "huiyin-receipt/1", RECEIPT_MEMBERS, "filed");
  const promise = promiseOf(receipt), salt = bytesOf(receipt, "salt");
  const opened = openBody(salt, bytesOf(receipt, "entry"));
  if (!await promiseHolds(promise, opened.commitment)) throw new Fault("receipt.promise_invalid", "promise");
  const told = toldOfFiling(opened);
  if (!alike(told.get("number"), receipt.get("number")) || opened.link.at !== promise.at) {
    throw new Fault("receipt.number_or_time_altered", "number");
  }
  if (told.get("content") !== contentOf(receipt)) throw new Fault("receipt.content_altered", "filed");
  const demo = receipt.get("demo") !== false || told.get("demo") !== false, until = demo ? Infinity : now;
  const keys = await keysOf(receipt, promise);
  const log = receipt.has("log") ? await readLog(receipt.get("log"), opened.commitment, keys, until) : null;
  const history = receipt.has("history") ? await readHistory(receipt.get("history"), opened, keys, log) : null;
  requirePast([promise.at, ...(history || []).map((act) => act.at)], until);
  const number = receipt.get("number"), filed = receipt.get("filed"), content = told.get("content");
  return { kind: "receipt", number, at: promise.at, promise, keys, filed, content, demo, log, history };
}
