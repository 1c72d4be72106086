// Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
const LARGEST_NOTE = 1 << 18, MOST_SIGNATURES = 64;
const OF_A_NOTE = 1, OF_A_WITNESS = 4; // types of keys
const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // Python's \s
const SIGNATURE_LINE = new RegExp(`^\u2014 ([^${WHITE}+]+) ([A-Za-z0-9+/]+={0,2})$`);
const KEY_NAME = new RegExp(`^[^${WHITE}+\\x00-\\x1f]+$`);
const CONTROL = /[\x00-\x09\x0b-\x1f]/;

function parseNote(text) {
  const wrong = new Fault("merkle.not_a_note");
  if (typeof text !== "string" || !isUnicode(text) || toUtf8(text).length > LARGEST_NOTE || CONTROL.test(text)) throw wrong;
  const end = text.lastIndexOf("\n\n"), lines = text.slice(end + 2).split("\n");
  if (end < 0 || lines.pop() !== "" || !lines.length || lines.length > MOST_SIGNATURES) throw wrong;
  return { text: text.slice(0, end + 1), signatures: lines.map((line) => signatureOf(line, wrong)) };
}

function signatureOf(line, wrong) {
  const found = SIGNATURE_LINE.exec(line), signed = found ? fromBase64(found[2]) : null;
  if (signed === null || signed.length <= 4) throw wrong;
  return { name: found[1], keyId: signed.slice(0, 4), value: signed.slice(4) };
}

function keyOf(name, type, publicKey) {
  const typed = joined(Uint8Array.of(type), publicKey);
  const keyId = hash(toUtf8(name + "\n"), typed).slice(0, 4);
  return { name, type, publicKey, keyId, text: `${name}+${toHex(keyId)}+${toBase64(typed)}` };
}

function parseKey(text) {
  const parts = typeof text === "string" ? /^([^+]*)\+([^+]*)\+([^]*)$/.exec(text) : null;
  const typed = parts ? fromBase64(parts[3]) : null;
  const wrong = new Fault("merkle.not_a_key");
  if (typed === null || typed.length !== 33 || !KEY_NAME.test(parts[1]) || !isUnicode(parts[1])) throw wrong;
  const key = keyOf(parts[1], typed[0], typed.slice(1));
  if ((key.type !== OF_A_NOTE && key.type !== OF_A_WITNESS) || toHex(key.keyId) !== parts[2]) throw wrong;
  return key;
}

function signaturesOf(note, key, type) {
  if (key.type !== type) throw new Fault("merkle.key_of_another_type", "", { key: key.name });
  const found = note.signatures.filter((one) => one.name === key.name && same(one.keyId, key.keyId));
  if (!found.length) throw new Fault("merkle.not_signed", "", { key: key.name });
  return found.map((one) => one.value);
}

async function verifyNote(note, key) {
  for (const value of signaturesOf(note, key, OF_A_NOTE)) {
    if (!await signatureHolds(key.publicKey, value, toUtf8(note.text))) {
      throw new Fault("merkle.signature_invalid", "", { key: key.name });
    }
  }
}

// Signed by one of these keys at least; each that is said to have signed has.
async function verifyNoteByOne(note, keys) {
  const isNamed = (key) => note.signatures.some((one) => one.name === key.name && same(one.keyId, key.keyId));
  const signed = keys.filter(isNamed);
  for (const key of signed.length ? signed : keys) await verifyNote(note, key);
}

function parseCheckpoint(text) {
  const lines = text.split("\n"), wrong = new Fault("merkle.not_a_checkpoint");
  if (lines.pop() !== "" || lines.length < 3 || !lines.every(Boolean)) throw wrong;
  const [origin, size, root] = lines, hashed = fromBase64(root);
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(size) || bitsOf(size).length > 63) throw wrong;
  if (hashed === null || hashed.length !== HASH_BYTES) throw wrong;
  return { origin, size, root: hashed };
}

async function openCheckpoint(text, origin, keys) {
  const note = parseNote(text);
  await verifyNoteByOne(note, keys);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== origin) throw new Fault("merkle.other_origin");
  return { note, checkpoint };
}

// When the witness of this key signed last, as decimal digits: seconds since 1970.
async function verifyCosignature(note, key) {
  const instants = [];
  for (const value of signaturesOf(note, key, OF_A_WITNESS)) instants.push(await cosignedAt(note, key, value));
  return instants.reduce((one, other) => isLess(bitsOf(one), bitsOf(other)) ? other : one);
}

async function cosignedAt(note, key, value) {
  const time = value.slice(0, 8), at = decimalOf(time), message = toUtf8(`cosignature/v1\ntime ${at}\n${note.text}`);
  const right = value.length === 72 && at !== "0" && time[0] < 128;
  if (!right || !await signatureHolds(key.publicKey, value.slice(8), message)) {
    throw new Fault("merkle.signature_invalid", "", { key: key.name });
  }
  return at;
}
