// Keeps secrets out of every text that leaves this package.
// Invariant: a secret that was remembered appears in no message, in none of its usual disguises.
// It must not know what the texts are about.

const placeholder = '[redacted]';
// A shorter secret would blank out ordinary words; no store issues one.
const secretLengthMin = 4;
const remembered = new Map<string, number>();

/** Makes `redact` hide this secret from now on; returns the function that forgets it again. */
export function rememberSecret(secret: string): () => void {
  remembered.set(secret, (remembered.get(secret) ?? 0) + 1);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    const left = (remembered.get(secret) ?? 1) - 1;
    if (left > 0) remembered.set(secret, left);
    else remembered.delete(secret);
  };
}

/** Replaces every secret (plain, percent-encoded, Base64) by `[redacted]`; without a list, all remembered ones. */
export function redact(text: string, secrets: Iterable<string> = remembered.keys()): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < secretLengthMin) continue;
    for (const disguise of disguises(secret)) clean = clean.replaceAll(disguise, placeholder);
  }
  return clean;
}

function disguises(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [secret, encodeURIComponent(secret), base64, base64.replaceAll('=', '')];
}
