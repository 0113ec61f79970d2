import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

test('a secret is taken out in every spelling, and short words are left alone', () => {
  const secrets = createSecrets();
  secrets.add('tok"en/1');
  secrets.add('ab');
  expect(secrets.redact('plain tok"en/1, json tok\\"en/1, url tok%22en%2F1, cab')).toBe(
    'plain [redacted], json [redacted], url [redacted], cab',
  );
});
