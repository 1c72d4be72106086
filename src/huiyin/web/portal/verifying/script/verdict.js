// The one way in: bytes of a file, or the text behind # of a QR code, become what is proved or why not.
const LARGEST_FILE = 8 << 20;

async function verify(bytes, now) {
  if (bytes.length > LARGEST_FILE) throw new Fault("receipt.not_a_receipt");
  return isSilence(bytes) ? verifySilence(bytes, now) : verifyReceipt(bytes, now);
}

// Text may be that of a QR code: the address of a page like this, or what stands behind # in it.
function verifyText(text, now) {
  const found = /^(?:[^\s{]*#)?([A-Za-z0-9_-]+)$/.exec(text.trim());
  return found ? verifyCompact(found[1], now) : verify(toUtf8(text), now);
}

async function outcomeOf(check) {
  try {
    return { proof: await check(Date.now() / 1000), fault: null };
  } catch (fault) {
    return { proof: null, fault: fault instanceof Fault ? fault : new Fault("page.failed", String(fault)) };
  }
}

// For those who script this page: the verdict on bytes or text as plain data, by the clock `at` or this device's.
window.huiyinVerify = async (given, at) => {
  const check = typeof given === "string" ? verifyText : verify;
  const { proof, fault } = await outcomeOf((now) => check(given, at === undefined ? now : at));
  if (fault) return { well: false, code: fault.code, field: fault.field };
  const { head, notes, proved, unproved } = toldOf(proof);
  return {
    well: true,
    key: proof.promise.key,
    head,
    notes,
    proved: proved.map(plainLine),
    unproved: unproved.map(plainLine),
  };
};

function plainLine([name, facts]) {
  return [name, Object.keys(facts).reduce((plain, fact) => Object.assign(plain, { [fact]: plainText(facts[fact]) }), {})];
}
