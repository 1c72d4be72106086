// The one way in: bytes of a file, or the text behind # of a QR code, become what is proved or why not.
const LARGEST_FILE = 8 << 20;

async function verify(bytes, now) {
  if (bytes.length > LARGEST_FILE) throw new Fault("receipt.not_a_receipt");
  return isSilence(bytes) ? verifySilence(bytes) : verifyReceipt(bytes, now);
}

async function outcomeOf(check) {
  try {
    return { proof: await check(Date.now() / 1000), fault: null };
  } catch (fault) {
    return { proof: null, fault: fault instanceof Fault ? fault : new Fault("page.failed", String(fault)) };
  }
}

// For those who script this page: the verdict on bytes as plain data; by the clock of this device unless told.
window.huiyinVerify = async (bytes, at) => {
  const { proof, fault } = await outcomeOf((now) => verify(bytes, at === undefined ? now : at));
  if (fault) return { well: false, code: fault.code, field: fault.field };
  const { head, proved, unproved } = toldOf(proof);
  return {
    well: true,
    key: proof.promise.key,
    demo: proof.demo,
    head,
    proved: proved.map(plainLine),
    unproved: unproved.map(plainLine),
  };
};

function plainLine([name, facts]) {
  return [name, Object.keys(facts).reduce((plain, fact) => Object.assign(plain, { [fact]: plainText(facts[fact]) }), {})];
}
