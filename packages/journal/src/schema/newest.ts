// The digest of the newest tables, so that to open a journal they need not be made once more to be compared with: a file is
// as Cutover makes it when the words of its tables and indexes are, word for word, those that the upgrades make. A test holds
// the digest to the upgrades.

/** How many upgrades it is the digest of, and the digest (`digestOfSchema` in files/untrusted.ts), SHA-256 in hex. */
export const newest = {
  version: 16,
  digest: 'a569e5fcaaf94b66ec24fe38892cfa76e02725f68b6abaa5d43bb6a89e7710b1',
} as const;
