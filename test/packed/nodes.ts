// `pnpm packed-on-nodes`: packs the program, installs it in an empty folder for each Node, and plays the demo there. Each
// Node comes from npm's package `node`. Exit code 1: a Node did otherwise than it should.
import path from 'node:path';
import { emptyFolder, installInto, packInto, runInstalled } from './packed.ts';

/** The oldest that is promised and the lines above it, and one that is too old. */
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22.19', '24', '26'];

await using packed = emptyFolder();
const tarball = await packInto(packed.path);
for (const version of versions) {
  const verdict = await verdictOn(version, tarball);
  process.stdout.write(`${verdict.isRight ? '✓' : '✗'} Node ${version}: ${verdict.says}\n`);
  if (!verdict.isRight) process.exitCode = 1;
}

async function verdictOn(
  version: string,
  from: string,
): Promise<{ readonly isRight: boolean; readonly says: string }> {
  await using nodes = emptyFolder();
  await using agency = emptyFolder();
  const nodeFolder = await installInto(nodes.path, `node@${version}`);
  const node = path.join(nodeFolder, 'node');
  const programs = await installInto(agency.path, from, nodeFolder);
  const { code, stdout, stderr } = await runInstalled(node, programs, ['demo'], agency.path);
  const isTooOld = Number(version.split('.')[0]) < 22;
  const says = `exit code ${code}; ${(isTooOld ? stderr : stdout).trim().split('\n').slice(-3).join(' | ')}`;
  if (!isTooOld) return { isRight: code === 0, says };
  return { isRight: code !== 0 && stdout === '' && /^[^\n]+needs Node 22\.19[^\n]+\n$/.test(stderr), says };
}
