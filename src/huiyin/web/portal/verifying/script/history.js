// The receipt's member "history": every act in the matter since its filing, in unbroken order.
async function readHistory(members, filing, first, log) {
  if (!Array.isArray(members)) throw incomplete("history");
  const acts = [];
  let before = filing, keys = first;
  for (const [at, one] of members.entries()) {
    const place = at + 1, opened = openedAct(one, place);
    const signature = actBytes(one, "promise", place);
    keys = await keysAfter(keys, opened.link.at, signature, opened.commitment, { place });
    if (keys === null) throw ofHistory("receipt.history_altered", place);
    const { subject, previous } = opened.link;
    if (subject !== filing.link.subject || previous === null || !same(previous, before.commitment)) {
      throw ofHistory("receipt.history_broken", place);
    }
    acts.push({ at: opened.link.at, shown: opened.link.shown, body: opened.body, index: indexOf(one, opened, log, place) });
    before = opened;
  }
  return acts;
}

function ofHistory(code, place) {
  return new Fault(code, "history", { place });
}

function openedAct(members, place) {
  try {
    if (!(members instanceof Map)) throw incomplete("history");
    if (members.has("entry")) {
      const salt = bytesOf(members, "salt");
      return openBody(salt, bytesOf(members, "entry"));
    }
    return openLink(bytesOf(members, "link"), bytesOf(members, "key"), bytesOf(members, "body"));
  } catch (fault) {
    throw fault instanceof Fault ? ofHistory("receipt.incomplete", place) : fault;
  }
}

function actBytes(members, name, place) {
  const found = fromBase64(members.get(name));
  if (found === null) throw ofHistory("receipt.incomplete", place);
  return found;
}

function indexOf(members, opened, log, place) {
  const nothing = (value) => value === null || value === undefined;
  const index = members.get("index"), path = members.get("path");
  if (nothing(index) && nothing(path)) return null;
  if (!Array.isArray(path) || log === null) throw ofHistory("receipt.incomplete", place);
  if (!isIncluded(log.checkpoint, opened.commitment, index, path)) throw ofHistory("receipt.history_not_included", place);
  return index;
}
