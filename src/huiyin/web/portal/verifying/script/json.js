// JSON as Python's json module reads it. JSON.parse would round large numbers and forget how they were written.
// An object becomes a Map, a number a Whole or a Broken with its text, all else what JavaScript has for it.
class Whole {
  constructor(text) { this.text = text === "-0" ? "0" : text; }
}
class Broken {
  constructor(text) { this.text = text; }
}

const DEEPEST = 990, MOST_DIGITS = 4300;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const WORDS_OF_JSON = [["null", null], ["true", true], ["false", false]];
const BROKEN_WORDS = ["NaN", "Infinity", "-Infinity"];
const ESCAPED = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
  }

  whole() {
    this.skip();
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail();
    return value;
  }

  value() {
    const sign = this.text[this.at];
    if (sign === '"') return this.string();
    if (sign === "{") return this.nested(() => this.object());
    if (sign === "[") return this.nested(() => this.list());
    for (const [word, value] of WORDS_OF_JSON) if (this.took(word)) return value;
    for (const word of BROKEN_WORDS) if (this.took(word)) return new Broken(word);
    return this.number();
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.fail();
    this.at = NUMBER.lastIndex;
    if (found[2] || found[3]) return new Broken(found[0]);
    if (found[1].replace("-", "").length > MOST_DIGITS) this.fail();
    return new Whole(found[1]);
  }

  string() {
    let text = "";
    for (this.at++; ;) {
      text += this.matched(PLAIN);
      const sign = this.text[this.at++];
      if (sign === '"') return text;
      if (sign !== "\\") this.fail();
      text += this.escaped();
    }
  }

  escaped() {
    const sign = this.text[this.at++];
    if (sign !== "u") return Object.prototype.hasOwnProperty.call(ESCAPED, sign) ? ESCAPED[sign] : this.fail();
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail();
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  list() {
    const found = [];
    if (this.closed("]")) return found;
    for (;;) {
      found.push(this.value());
      if (this.ended("]")) return found;
    }
  }

  object() {
    const found = new Map();
    if (this.closed("}")) return found;
    for (;;) {
      if (this.text[this.at] !== '"') this.fail();
      const name = this.string();
      this.skip();
      if (this.text[this.at++] !== ":") this.fail();
      this.skip();
      found.set(name, this.value());
      if (this.ended("}")) return found;
    }
  }

  nested(read) {
    if (++this.depth > DEEPEST) this.fail();
    this.at++;
    this.skip();
    const found = read();
    this.depth--;
    return found;
  }

  closed(sign) {
    const ends = this.text[this.at] === sign;
    if (ends) this.at++;
    return ends;
  }

  ended(sign) {
    this.skip();
    if (this.closed(sign)) return true;
    if (this.text[this.at++] !== ",") this.fail();
    this.skip();
    return false;
  }

  took(word) {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  skip() {
    this.matched(SPACE);
  }

  matched(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)[0];
    this.at += found.length;
    return found;
  }

  fail() {
    throw new SyntaxError("no JSON at " + this.at);
  }
}

function decode(bytes) {
  return new Reader(textOf(bytes)).whole();
}
