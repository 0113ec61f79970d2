// The digest of the newest tables, so that to open a journal they need not be made once more to be compared with: a file is
// as Cutover makes it when the words of its tables and indexes are, word for word, those that the upgrades make. A test holds
// the digest to the upgrades.

/** How many upgrades it is the digest of, and the digest (`digestOfSchema` in files/untrusted.ts), SHA-256 in hex. */
export const newest = {
  version: 16,
  digest: 'b82488c83a98e60f538b47ced5a526062beb161c0f19f6f63874284ba477e061',
} as const;
