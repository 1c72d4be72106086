// Words in the language of the page; facts in its forms. Instants are told in Beijing time.
const SAID_IN = JSON.parse(document.getElementById("words").textContent);
const MONTHS = "January February March April May June July August September October November December".split(" ");

function language() {
  return document.documentElement.lang.startsWith("zh") ? "zh" : "en";
}

function knows(name) {
  return Object.prototype.hasOwnProperty.call(SAID_IN.zh, name);
}

function say(name, facts) {
  return SAID_IN[language()][name].replace(/%\((\w+)\)s/g, (_whole, fact) => inWords(fact, facts[fact]));
}

function inWords(fact, value) {
  if (fact === "at") return moment(value);
  if (fact === "office") return value instanceof Map ? plainText(value.get(language())) : say("an_office");
  return fact === "day" || fact === "on" ? day(value) : plainText(value);
}

function day(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (!found) return plainText(value);
  const [year, month, date] = found.slice(1).map(Number);
  return language() === "zh" ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
}

// An instant as RFC 3339 in UTC, or as seconds since 1970.
function moment(instant) {
  const seconds = typeof instant === "number" ? instant : Date.parse(instant.slice(0, 19) + "Z") / 1000;
  const local = new Date((seconds + 8 * 3600) * 1000).toISOString();
  return day(local.slice(0, 10)) + (language() === "zh" ? " " : ", ") + local.slice(11, 19);
}

function plainText(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return String(value);
  try {
    return written(value, 1);
  } catch (_fault) {
    return "?";
  }
}

function faultSaid(fault) {
  const names = [`fault_${fault.code}_${fault.field}`, `fault_${fault.code}`];
  const facts = Object.assign({ code: fault.code, field: fault.field }, fault.facts);
  return say(names.find(knows) || "fault_other", facts);
}
