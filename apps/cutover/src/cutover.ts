#!/usr/bin/env node
// The program: hands the process over to `main` as arguments, and is the one place where it ends. It loads nothing
// before it has looked at the version of Node, so that an old one gets a sentence instead of a syntax error.
import nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`Error: Cutover needs Node 22.19 or later, and this is ${process.versions.node}.\n`);
  process.exit(2);
}

nodeModule.enableCompileCache();
const [{ main }, { processIo }] = await Promise.all([
  import('./main.ts'),
  import('./terminal/process-io.ts'),
]);
const code = await main(process.argv.slice(2), process.env, processIo(process));
// Results may still be on their way into a pipe; they go first.
process.stdout.write('', () => process.exit(code));
