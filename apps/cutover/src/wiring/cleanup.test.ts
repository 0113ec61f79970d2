import { expect, it } from 'vitest';
import { createCleanup } from './cleanup.ts';

it('does the last first, each once, and all of it although one fails', async () => {
  const done: string[] = [];
  const cleanup = createCleanup();
  cleanup.defer(() => void done.push('first'));
  cleanup.defer(async () => {
    await Promise.resolve();
    done.push('second');
    throw new Error('second failed');
  });
  cleanup.defer(() => {
    done.push('third');
    throw new Error('third failed');
  });
  await expect(cleanup[Symbol.asyncDispose]()).rejects.toThrow('third failed');
  await cleanup[Symbol.asyncDispose]();
  expect(done).toEqual(['third', 'second', 'first']);
});
