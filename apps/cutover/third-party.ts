// What stands in the bundle of other people's work, and under which licence: the text that goes with it. Invariant: a package
// whose licence nobody has looked at, or whose text is missing, ends the build, so that nothing is given away without them.
import type { LicenseInfo } from 'rolldown-license-plugin';

/** Licences that ask for no more than that their text comes along. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/**
 * Texts of packages that leave theirs out, by name and version, so that another version is looked at again. yoga-layout says
 * in each of its files that it is under the MIT licence, and whose it is.
 */
const texts: Readonly<Record<string, string>> = {
  'yoga-layout@3.2.1': `MIT License

Copyright (c) Meta Platforms, Inc. and affiliates.

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`,
};

const head = `Cutover's own licence is in LICENSE. The program files beside this one hold parts of these packages, each under its own
licence, whose text follows. better-sqlite3 and sharp are not among them: they are installed as packages of their own, with
their own licences and those of what they bring (sharp: libvips, LGPL-3.0-or-later, a shared library that can be replaced).
`;

/** The text of THIRD-PARTY-LICENSES.txt; throws with the name of each package that must not or cannot be in it. */
export function thirdPartyLicenses(packages: readonly LicenseInfo[]): string {
  const faults: string[] = [];
  const parts = packages.map(({ name, version, license, licenseText }) => {
    const text = licenseText.trim() === '' ? (texts[`${name}@${version}`] ?? '') : licenseText.trim();
    if (!allowed.has(license))
      faults.push(`${name}@${version} is under ${license === '' ? 'no licence' : license}`);
    else if (text === '') faults.push(`${name}@${version} comes without the text of its licence`);
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  // A bundle without packages is a bundle that was not looked at.
  if (packages.length === 0) faults.push('no package was found in the bundle');
  if (faults.length > 0) throw new Error(`Not to be given away: ${faults.join('; ')}`);
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
