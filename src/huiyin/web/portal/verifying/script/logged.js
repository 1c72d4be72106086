// The receipt's member "log": its filing in the published tree, signed by the log, cosigned by witnesses.
const LAST_SECOND = 253402214400; // 31 December 9999: what dates can be told of

async function readLog(members, commitment, keys, now) {
  const path = members instanceof Map ? members.get("path") : null, witnesses = path && members.get("witnesses");
  const note = path && members.get("checkpoint"), whole = Array.isArray(path) && Array.isArray(witnesses);
  if (!whole || typeof note !== "string" || !witnesses.every((one) => typeof one === "string") || !members.has("index")) {
    throw incomplete("log");
  }
  const opened = await opening(note, keys), checkpoint = opened.checkpoint;
  const seen = [];
  for (const key of new Set(witnesses)) seen.push({ key, at: await cosigned(opened.note, key, now) });
  const log = { checkpoint, index: members.get("index"), witnesses: seen };
  if (!isIncluded(checkpoint, commitment, members.get("index"), path)) {
    throw new Fault("receipt.not_included", "log", { size: checkpoint.size });
  }
  return log;
}

async function opening(note, keys) {
  const verifiers = keys.list.slice(keys.place).map((one) => keyOf(keys.origin, OF_A_NOTE, one.publicKey));
  try {
    return await openCheckpoint(note, keys.origin, verifiers);
  } catch (fault) {
    throw new Fault("receipt.checkpoint_invalid", "log", { because: fault.code });
  }
}

async function cosigned(note, text, now) {
  const wrong = (code) => new Fault(code, "log", { key: text.slice(0, 200) });
  let at;
  try {
    at = await verifyCosignature(note, parseKey(text));
  } catch (_fault) {
    throw wrong("receipt.witness_invalid");
  }
  if (Number(at) > Math.min(LAST_SECOND, now + BEHIND)) throw wrong("receipt.in_the_future");
  return Number(at);
}

function isIncluded(checkpoint, commitment, index, path) {
  const hashes = path.map(fromBase64);
  if (!(index instanceof Whole) || hashes.includes(null)) return false;
  try {
    verifyInclusion(leafHash(commitment), index.text, checkpoint.size, hashes, checkpoint.root);
  } catch (_fault) {
    return false;
  }
  return true;
}
