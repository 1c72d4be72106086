"""RFC 6962 trees: hashing, growing, tiles, proofs, signed notes, checkpoints and cosignatures."""
