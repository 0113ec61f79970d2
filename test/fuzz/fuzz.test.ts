// The same program as `pnpm fuzz`, ten seconds for each parser, from a seed that follows from the commit: no commit before
// this one has played these inputs. What was found by it once is kept as a test beside the code that was wrong.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const program = fileURLToPath(new URL('fuzz.ts', import.meta.url));
const tenSeconds = String(1 / 6);

it.each(['v2-answers', 'v3-answers', 'rate-headers', 'dates', 'csv', 'json', 'pictures', 'journals'])(
  '%s: fresh inputs break no law',
  async (parser) => {
    const told = ['--minutes', tenSeconds, '--parser', parser, '--seed', 'commit'];
    const { stdout } = await run(process.execPath, ['--conditions=source', program, ...told]).catch(
      (error: unknown) => ({ stdout: String(Object(error).stdout) }),
    );
    process.stdout.write(stdout);
    expect(stdout).toMatch(new RegExp(`^${parser}: seed \\d+, [1-9]\\d* inputs, no law broken\n$`));
  },
);
