import { expect, test } from 'vitest';
import { cleanEnvironment } from './child.ts';

test('only what the demo says counts, and its requests stay on this machine', () => {
  const given = {
    PATH: '/bin',
    CUTOVER_POLICY: 'mirror',
    CUTOVER_CALLED_AS: 'npx pnpm cutover',
    HTTPS_PROXY: 'http://proxy',
  };
  expect(cleanEnvironment(given, { CUTOVER_STATE_DIR: '/tmp/x' })).toEqual({
    PATH: '/bin',
    CUTOVER_CALLED_AS: 'npx pnpm cutover',
    HTTPS_PROXY: 'http://proxy',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    CUTOVER_STATE_DIR: '/tmp/x',
  });
});
