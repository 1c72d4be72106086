// Whole numbers up to 2**64 without rounding, for browsers that have no large ones: bits, the lowest first.
function bitsOf(text) {
  const bits = [];
  let digits = Array.from(text, Number);
  while (digits.length) {
    const halved = [];
    let rest = 0;
    for (const digit of digits) {
      const value = rest * 10 + digit;
      if (halved.length || value >> 1) halved.push(value >> 1);
      rest = value & 1;
    }
    bits.push(rest);
    digits = halved;
  }
  return trimmed(bits);
}

function trimmed(bits) {
  while (bits.length && !bits[bits.length - 1]) bits.pop();
  return bits;
}

function oneLess(bits) {
  const at = bits.indexOf(1);
  return trimmed(bits.map((bit, place) => place < at ? 1 : place === at ? 0 : bit));
}

function isLess(one, other) {
  if (one.length !== other.length) return one.length < other.length;
  for (let at = one.length - 1; at >= 0; at--) if (one[at] !== other[at]) return one[at] < other[at];
  return false;
}

// The decimal digits of a number that is written in bytes, the highest first.
function decimalOf(bytes) {
  let digits = [0];
  for (const byte of bytes) {
    let carry = byte;
    digits = digits.map((digit) => {
      const value = digit * 256 + carry;
      carry = Math.floor(value / 10);
      return value % 10;
    });
    for (; carry; carry = Math.floor(carry / 10)) digits.push(carry % 10);
  }
  return digits.reverse().join("");
}
