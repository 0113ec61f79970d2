// The tokens this process knows, so that no text leaves it with one inside. A token is added the moment it is read;
// everything printed, logged or written to a crash file passes through `redact`.

/** Shorter ones would blank out innocent words; the stores' own are 31 characters. */
const lengthMin = 6;

export interface Secrets {
  add(secret: string): void;
  /** A token that this process hands out itself is no secret of it, whoever else has named it. */
  handOut(token: string): void;
  /** The text with every known secret replaced, in plain, JSON and URL spelling. */
  redact(text: string): string;
}

/** Makes an empty collection of secrets. */
export function createSecrets(): Secrets {
  const spellings = new Set<string>();
  return {
    add(secret) {
      if (secret.length < lengthMin) return;
      for (const spelling of spellingsOf(secret)) spellings.add(spelling);
    },
    handOut(token) {
      for (const spelling of spellingsOf(token)) spellings.delete(spelling);
    },
    redact(text) {
      let clean = text;
      for (const spelling of spellings) clean = clean.replaceAll(spelling, '[redacted]');
      return clean;
    },
  };
}

function spellingsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}
