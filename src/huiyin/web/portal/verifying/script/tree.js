// That a leaf is in the tree (RFC 6962, 2.1.1): by hashes alone, the length of the path told from the sizes.
function leafHash(data) {
  return hash(Uint8Array.of(0), data);
}

function nodeHash(left, right) {
  return hash(Uint8Array.of(1), left, right);
}

// `index` and `size` are decimal digits, or begin with a minus.
function verifyInclusion(leaf, index, size, path, root) {
  const outside = new Fault("merkle.index_outside", "", { index, size });
  if (index.startsWith("-")) throw outside;
  const place = bitsOf(index), count = bitsOf(size);
  if (!isLess(place, count)) throw outside;
  if (!path.every((one) => one.length === HASH_BYTES)) throw new Fault("merkle.not_a_hash");
  const inside = levelsInside(place, oneLess(count));
  const above = place.slice(inside).filter(Boolean).length;
  if (path.length !== inside + above) throw new Fault("merkle.path_length", "path");
  const found = path.reduce(
    (below, beside, level) => level >= inside || place[level] ? nodeHash(beside, below) : nodeHash(below, beside), leaf,
  );
  if (!same(found, root)) throw new Fault("merkle.not_included", "", { index, size });
}

// At how many levels the way up from the leaf still has something on its right.
function levelsInside(place, last) {
  let level = Math.max(place.length, last.length);
  while (level && (place[level - 1] || 0) === (last[level - 1] || 0)) level--;
  return level;
}
