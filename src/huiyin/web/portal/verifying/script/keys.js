// The member "keys": the keys of one log, oldest first. Each names the next, and the next accepts.
function isNothing(value) {
  return value === null;
}

function keyMembers(members, isLast) {
  const publicKey = bytesOf(members, "public_key"), rest = ["until", "handover", "accepted"].map((name) => members.get(name));
  if (publicKey.length !== HASH_BYTES) throw incomplete("keys");
  if (isLast) {
    if (!rest.every(isNothing)) throw incomplete("keys");
    return { publicKey, until: null };
  }
  const handover = fromBase64(rest[1]), accepted = fromBase64(rest[2]);
  if (!isInstant(rest[0]) || handover === null || accepted === null) throw incomplete("keys");
  return { publicKey, until: rest[0], handover, accepted };
}

function keysListed(listed) {
  const whole = Array.isArray(listed) && listed.length && listed.every((one) => one instanceof Map);
  if (!whole) throw incomplete("keys");
  try {
    return listed.map((one, at) => keyMembers(one, at === listed.length - 1));
  } catch (fault) {
    throw fault instanceof Fault ? incomplete("keys") : fault;
  }
}

async function isFollowed(one, following, before, origin) {
  if (before !== null && one.until < before) return false;
  const members = new Map([
    ["at", one.until], ["new_origin", origin], ["new_public_key", toBase64(following.publicKey)],
    ["origin", origin], ["public_key", toBase64(one.publicKey)],
  ]);
  const message = encode(new Map([["handover", members]]));
  return await signatureHolds(one.publicKey, one.handover, message) && signatureHolds(following.publicKey, one.accepted, message);
}

function requireInUse(key, at, field, facts) {
  if (key.until !== null && at > key.until) throw new Fault("receipt.key_ended", field, facts);
}

// The keys of the file's log; `place` is that of the key which promised last.
async function keysOf(members, promise) {
  const origin = promise.origin;
  if (!members.has("keys")) return { origin, list: [{ publicKey: promise.publicKey, until: null }], place: 0 };
  const list = keysListed(members.get("keys"));
  for (let at = 0; at + 1 < list.length; at++) {
    if (!await isFollowed(list[at], list[at + 1], at ? list[at - 1].until : null, origin)) {
      throw new Fault("receipt.handover_invalid", "keys", { place: at + 1 });
    }
  }
  const place = list.findIndex((one) => same(one.publicKey, promise.publicKey));
  if (place < 0) throw new Fault("receipt.handover_invalid", "promise", { place: 0 });
  requireInUse(list[place], promise.at, "promise");
  return { origin, list, place };
}

// The same keys once one of them promised this, none before the one that promised last; null when none did.
async function keysAfter(keys, at, signature, commitment, facts) {
  for (let place = keys.place; place < keys.list.length; place++) {
    const one = keys.list[place], promise = { at, origin: keys.origin, publicKey: one.publicKey, signature };
    if (await promiseHolds(promise, commitment)) {
      requireInUse(one, at, "history", facts);
      return Object.assign({}, keys, { place });
    }
  }
  return null;
}

function requireLater(keys, promise) {
  const found = keys.list.slice(keys.place).find((one) => same(one.publicKey, promise.publicKey));
  if (promise.origin !== keys.origin || !found) throw new Fault("receipt.promise_invalid", "correction");
  requireInUse(found, promise.at, "correction");
}

function keyTexts(keys) {
  return keys.list.map((one) => keyOf(keys.origin, OF_A_NOTE, one.publicKey).text);
}
