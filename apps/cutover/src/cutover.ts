#!/usr/bin/env node
// The program: hands the process over to `main` as arguments, and is the one place where it ends.
import { enableCompileCache } from 'node:module';
import { main } from './main.ts';
import { processIo } from './process-io.ts';

enableCompileCache?.();
const code = await main(process.argv.slice(2), process.env, processIo(process));
// Results may still be on their way into a pipe; they go first.
process.stdout.write('', () => process.exit(code));
