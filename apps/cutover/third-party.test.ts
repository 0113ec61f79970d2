import { expect, it } from 'vitest';
import { thirdPartyLicenses } from './third-party.ts';

const one = { name: 'one', version: '1.0.0', license: 'MIT', licenseText: 'Copyright (c) One\n' };

it('gives each package its name, its licence and the text of it', () => {
  const two = { ...one, name: '@scope/two', license: 'ISC', licenseText: 'Copyright (c) Two' };
  const text = thirdPartyLicenses([one, two]);
  expect(text).toContain('\none 1.0.0 (MIT)\n\nCopyright (c) One\n');
  expect(text).toContain('\n@scope/two 1.0.0 (ISC)\n\nCopyright (c) Two\n');
});

it.each([
  [
    'a licence nobody has looked at',
    [{ ...one, license: 'GPL-3.0-only' }],
    'one@1.0.0 is under GPL-3.0-only',
  ],
  ['no licence', [{ ...one, license: '' }], 'one@1.0.0 is under no licence'],
  ['no text', [{ ...one, licenseText: '\n' }], 'one@1.0.0 comes without the text of its licence'],
  ['no package at all', [], 'no package was found in the bundle'],
])('refuses %s', (_, packages, words) => {
  expect(() => thirdPartyLicenses(packages)).toThrow(words);
});
