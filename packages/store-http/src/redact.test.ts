import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redact, rememberSecret } from './redact.ts';

it('hides a secret in its usual disguises', () => {
  const secret = 'a+b/c=d?e';
  const text = `${secret} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')}`;
  expect(redact(text, [secret])).toBe('[redacted] [redacted] [redacted]');
});

it('remembers a secret until the last holder forgets it', () => {
  const [first, second] = [rememberSecret('s3cret-x'), rememberSecret('s3cret-x')];
  first();
  first();
  expect(redact('s3cret-x')).toBe('[redacted]');
  second();
  expect(redact('s3cret-x')).toBe('s3cret-x');
});

it('leaves ordinary words alone for a secret that is too short to be one', () => {
  expect(redact('a bat', ['a'])).toBe('a bat');
});

it('leaves nothing of a secret in any text', () => {
  const secret = fc.stringMatching(/^[!-~]{8,40}$/u).filter((one) => !'[redacted]'.includes(one));
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (one, before, after) => {
      expect(redact(before + one + after, [one])).not.toContain(one);
    }),
  );
});
