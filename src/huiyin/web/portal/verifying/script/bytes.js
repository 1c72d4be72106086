// Bytes: base 64, text, comparing. A fault carries the code and the field that Python's reader gives.
class Fault extends Error {
  constructor(code, field, facts) {
    super(code);
    this.code = code;
    this.field = field || "";
    this.facts = facts || {};
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// The bytes when this is the one way to write them, else null.
function fromBase64(text) {
  if (typeof text !== "string" || !BASE64.test(text)) return null;
  const digits = text.replace(/=/g, ""), found = new Uint8Array(Math.floor(digits.length * 3 / 4));
  let held = 0, bits = 0, at = 0;
  for (const digit of digits) {
    held = (held << 6 | ALPHABET.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits >= 8) found[at++] = held >> (bits -= 8) & 0xff;
  }
  return toBase64(found) === text ? found : null;
}

function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
    for (let shift = 18; shift >= 0; shift -= 6) text += ALPHABET[three >> shift & 63];
  }
  const over = (3 - bytes.length % 3) % 3;
  return text.slice(0, text.length - over) + "==".slice(0, over);
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
}

function isUnicode(text) {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(text);
}

function toUtf8(text) {
  return new TextEncoder().encode(text);
}

function ascii(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
