// Canonical bytes: the one way a value becomes what is hashed and signed. Names sorted by code point, no white
// space, UTF-8, whole numbers within 64 bits, nothing deeper than 254.
const DEEPEST_CANONICAL = 254;
const LARGEST = "18446744073709551615", SMALLEST = "9223372036854775808";

class NoCanonicalForm extends Error {}

function encode(value) {
  return toUtf8(written(value, 1));
}

// What is not canonical could be read in two ways: a member twice, a number written otherwise.
function decodeExactly(bytes) {
  const value = decode(bytes);
  if (!same(encode(value), bytes)) throw new NoCanonicalForm("written otherwise");
  return value;
}

function written(value, depth) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (value instanceof Whole) return wholeNumber(value.text);
  if (depth > DEEPEST_CANONICAL) throw new NoCanonicalForm("too deep");
  if (Array.isArray(value)) return "[" + value.map((one) => written(one, depth + 1)).join(",") + "]";
  if (!(value instanceof Map)) throw new NoCanonicalForm("a broken number");
  const names = Array.from(value.keys()).sort(byCodePoint);
  return "{" + names.map((name) => quoted(name) + ":" + written(value.get(name), depth + 1)).join(",") + "}";
}

function quoted(text) {
  if (!isUnicode(text)) throw new NoCanonicalForm("no Unicode");
  return JSON.stringify(text);
}

function wholeNumber(text) {
  const digits = text.replace("-", ""), most = text === digits ? LARGEST : SMALLEST;
  if (digits.length > most.length || (digits.length === most.length && digits > most)) throw new NoCanonicalForm("too large");
  return text;
}

// JavaScript compares by UTF-16, where characters beyond U+FFFF come before those from U+E000.
function byCodePoint(one, other) {
  const left = Array.from(one, (sign) => sign.codePointAt(0)), right = Array.from(other, (sign) => sign.codePointAt(0));
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    if (left[at] !== right[at]) return left[at] - right[at];
  }
  return left.length - right.length;
}
