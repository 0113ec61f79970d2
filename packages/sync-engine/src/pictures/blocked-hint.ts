/** What helps where an address of a picture was not asked because its host is not, or cannot be told to be, public. */
export const blockedHint = '; --allow-private-hosts allows it';
