// SHA-256 and HMAC by fast-sha256; Ed25519 by the browser where it has it, else by TweetNaCl.
const ORDER = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"; // of the group, RFC 8032 5.1

function hash(...pieces) {
  return sha256.hash(joined(...pieces));
}

function keyed(key, ...pieces) {
  return sha256.hmac(key, joined(...pieces));
}

// The half that says how often must be below the order: TweetNaCl does not ask, RFC 8032 5.1.7 does.
function isReduced(signature) {
  return toHex(signature.slice(32).reverse()) < ORDER;
}

async function signatureHolds(publicKey, signature, message) {
  if (publicKey.length !== 32 || signature.length !== 64 || !isReduced(signature)) return false;
  const own = await byTheBrowser(publicKey, signature, message);
  return own === null ? nacl.sign.detached.verify(message, signature, publicKey) : own;
}

async function byTheBrowser(publicKey, signature, message) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch (_missing) {
    return null; // an older browser, or a page that it does not trust with keys, such as a saved one
  }
}
