// The digest of the newest tables, so that to open a journal they need not be made once more to be compared with: a file is
// as Cutover makes it when the words of its tables and indexes are, word for word, those that the upgrades make. A test holds
// the digest to the upgrades.

/** How many upgrades it is the digest of, and the digest (`digestOfSchema` in files/untrusted.ts), SHA-256 in hex. */
export const newest = {
  version: 17,
  digest: '4765461a7a76b7019b3b45ca88918ebd25bb5d7ec652d7b58e40967feb439d96',
} as const;
