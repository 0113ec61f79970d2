// The digest of the newest tables, so that to open a journal they need not be made once more to be compared with: a file is
// as Cutover makes it when the words of its tables and indexes are, word for word, those that the upgrades make. A test holds
// the digest to the upgrades.

/** How many upgrades it is the digest of, and the digest (`digestOfSchema` in files/untrusted.ts), SHA-256 in hex. */
export const newest = {
  version: 15,
  digest: 'b8334906ecffe0d00c3d258b22557964eed9d0df81de7e04bcca82f262937dfd',
} as const;
