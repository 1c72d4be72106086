// Openings of commitments, and the log's promise. The order of the checks is that of Python's reader.
const LINK = ["at", "id", "previous", "shown", "subject"];
const HASH_BYTES = 32;
const BEHIND = 5 * 60; // seconds that a reader's clock may be behind
const FOR_LINK = toUtf8("huiyin link"), FOR_BODY = toUtf8("huiyin body");

function incomplete(field) {
  return new Fault("receipt.incomplete", field);
}

function bytesOf(members, name) {
  const found = fromBase64(members.get(name));
  if (found === null) throw incomplete(name);
  return found;
}

function exactly(bytes, field) {
  try {
    const members = decodeExactly(bytes);
    if (members instanceof Map) return members;
  } catch (_fault) {
    // said below
  }
  throw incomplete(field);
}

function isInstant(text) {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false;
  const seconds = text.slice(0, 19), day = new Date(seconds + "Z");
  return !isNaN(day) && text.slice(0, 4) > "0000" && day.toISOString().slice(0, 19) === seconds;
}

function linkOf(members, field) {
  const previous = members.get("previous"), before = previous === null ? null : fromBase64(previous);
  const whole = isInstant(members.get("at")) && (previous === null || (before !== null && before.length === HASH_BYTES));
  const named = typeof members.get("id") === "string" && typeof members.get("subject") === "string";
  if (!whole || !named || !(members.get("shown") instanceof Map)) throw incomplete(field);
  return { at: members.get("at"), id: members.get("id"), previous: before, shown: members.get("shown"), subject: members.get("subject") };
}

function openBody(salt, body) {
  if (salt.length !== HASH_BYTES) throw incomplete("salt");
  const members = exactly(body, "entry");
  if (!LINK.every((name) => members.has(name))) throw incomplete("entry");
  const link = encode(new Map(LINK.map((name) => [name, members.get(name)])));
  const digest = keyed(keyed(salt, FOR_BODY), body);
  const commitment = keyed(keyed(salt, FOR_LINK), link, digest);
  return { commitment, link: linkOf(members, "entry"), body: members };
}

function openLink(link, key, digest) {
  if (key.length !== HASH_BYTES) throw incomplete("key");
  if (digest.length !== HASH_BYTES) throw incomplete("body");
  const members = exactly(link, "link");
  if (members.size !== LINK.length || !LINK.every((name) => members.has(name))) throw incomplete("link");
  return { commitment: keyed(key, link, digest), link: linkOf(members, "link"), body: null };
}

function promiseOf(receipt) {
  const members = receipt.get("promise");
  const at = members instanceof Map && members.get("at"), origin = members instanceof Map && members.get("origin");
  if (!isInstant(at) || typeof origin !== "string" || !origin || !isUnicode(origin)) throw incomplete("promise");
  const publicKey = bytesOf(members, "public_key"), signature = bytesOf(members, "signature");
  return { at, origin, publicKey, signature, key: keyOf(origin, OF_A_NOTE, publicKey).text };
}

async function promiseHolds(promise, commitment) {
  const message = encode(new Map([["at", promise.at], ["commitment", toBase64(commitment)], ["origin", promise.origin]]));
  return signatureHolds(promise.publicKey, promise.signature, message);
}

// `now` is the reader's clock, seconds since 1970: what lies later did not happen yet.
function requirePast(instants, now) {
  for (const instant of instants) {
    const seconds = Date.parse(instant.slice(0, 19) + "Z") / 1000 + Number("0" + instant.slice(19, -1));
    if (seconds > now + BEHIND) throw new Fault("receipt.in_the_future", "promise");
  }
}

// What Python's == says of two values read from JSON, as far as files of proof go.
function alike(one, other) {
  try {
    return same(encode(one === undefined ? null : one), encode(other === undefined ? null : other));
  } catch (_fault) {
    return false;
  }
}
