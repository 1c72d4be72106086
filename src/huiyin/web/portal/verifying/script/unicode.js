// Text from bytes as Python's json reads them: UTF-8 with or without a mark, UTF-16, UTF-32; lone surrogates stay.
function textOf(bytes) {
  const [a, b, c, d] = bytes, starts = (...mark) => mark.every((byte, at) => bytes[at] === byte);
  if (starts(0, 0, 0xfe, 0xff)) return wide(bytes, 4, 4, true);
  if (starts(0xff, 0xfe, 0, 0)) return wide(bytes, 4, 4, false);
  if (starts(0xfe, 0xff)) return wide(bytes, 2, 2, true);
  if (starts(0xff, 0xfe)) return wide(bytes, 2, 2, false);
  if (starts(0xef, 0xbb, 0xbf)) return narrow(bytes, 3);
  if (bytes.length >= 4) {
    if (!a) return b ? wide(bytes, 0, 2, true) : wide(bytes, 0, 4, true);
    if (!b) return c || d ? wide(bytes, 0, 2, false) : wide(bytes, 0, 4, false);
  } else if (bytes.length === 2) {
    if (!a) return wide(bytes, 0, 2, true);
    if (!b) return wide(bytes, 0, 2, false);
  }
  return narrow(bytes, 0);
}

function narrow(bytes, from) {
  const pieces = [];
  for (let at = from; at < bytes.length;) {
    const first = bytes[at++];
    if (first < 0x80) {
      pieces.push(first);
      continue;
    }
    const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
    if (!more) throw new SyntaxError("no UTF-8");
    let point = first & 0x3f >> more;
    for (let left = more; left; left--) {
      const next = bytes[at++];
      if (next === undefined || next >> 6 !== 2) throw new SyntaxError("no UTF-8");
      point = point << 6 | next & 0x3f;
    }
    if (point < [0, 0x80, 0x800, 0x10000][more]) throw new SyntaxError("no UTF-8");
    pieces.push(point);
  }
  return fromPoints(pieces, false);
}

function wide(bytes, from, width, bigEndian) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), pieces = [];
  if ((bytes.length - from) % width) throw new SyntaxError("cut short");
  for (let at = from; at < bytes.length; at += width) {
    const point = width === 4 ? view.getUint32(at, !bigEndian) : view.getUint16(at, !bigEndian);
    pieces.push(point);
  }
  return fromPoints(pieces, width === 2);
}

function fromPoints(points, pairs) {
  const isHalf = (point, half) => point >> 10 === half, isWrong = (point, at) =>
    point > 0x10ffff || (!pairs && isHalf(point, 0x36) && isHalf(points[at + 1], 0x37)); // two halves, not one letter
  if (points.some(isWrong)) throw new SyntaxError("no Unicode");
  let text = "";
  for (let at = 0; at < points.length; at += 4096) text += String.fromCodePoint(...points.slice(at, at + 4096));
  return text;
}
