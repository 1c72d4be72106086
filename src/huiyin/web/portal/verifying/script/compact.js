// The compact form of a QR code: the link opening of a filing with the log's promise, as bytes one after the other.
const SIZES = [
  ["version", 1], ["demo", 1], ["at", 27], ["id", 16], ["subject", 16], ["content", 32], ["key", 32], ["body", 32],
  ["public_key", 32], ["signature", 64], ["length", 1],
];
const LONGEST_COMPACT = 2000;

function compactBytes(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  const padded = plain + "=".repeat((4 - plain.length % 4) % 4);
  const found = text.length < LONGEST_COMPACT && /^[A-Za-z0-9_-]+$/.test(text) ? fromBase64(padded) : null;
  if (found === null) throw new Fault("receipt.not_a_receipt");
  return found;
}

function compactParts(bytes) {
  if (bytes[0] !== 1) throw new Fault("receipt.unknown_format", "", { format: toHex(bytes.slice(0, 1)) });
  const parts = {};
  let at = 0;
  for (const [name, size] of SIZES) parts[name] = bytes.slice(at, at += size);
  const length = parts.length.length ? parts.length[0] : 0;
  parts.number = bytes.slice(at, at + length);
  parts.origin = bytes.slice(at + length);
  if (!parts.origin.length || parts.demo[0] > 1) throw incomplete("");
  return parts;
}

function compactText(bytes) {
  try {
    const text = narrow(bytes, 0);
    if (isUnicode(text)) return text;
  } catch (_fault) {
    // said below
  }
  throw incomplete("");
}

function uuid(bytes) {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function verifyCompact(text, now) {
  const parts = compactParts(compactBytes(text)), at = compactText(parts.at), demo = parts.demo[0] === 1;
  const content = toBase64(parts.content), number = compactText(parts.number);
  const shown = new Map([["content", content], ["demo", demo], ["number", number]]);
  const link = encode(new Map([
    ["at", at], ["id", uuid(parts.id)], ["previous", null], ["shown", shown], ["subject", uuid(parts.subject)],
  ]));
  const opened = openLink(link, parts.key, parts.body), origin = compactText(parts.origin);
  const key = keyOf(origin, OF_A_NOTE, parts.public_key).text;
  const promise = { at, origin, publicKey: parts.public_key, signature: parts.signature, key };
  if (!await promiseHolds(promise, opened.commitment)) throw new Fault("receipt.promise_invalid", "promise");
  if (!demo) requirePast([at], now);
  const keys = { origin, list: [{ publicKey: promise.publicKey, until: null }], place: 0 };
  return { kind: "compact", number, at, promise, keys, content, demo };
}
