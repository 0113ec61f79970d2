import { describe, expect, test } from 'vitest';
import { run } from '../testing/run-main.ts';
import { checkProxies, proxyFor } from './proxy.ts';

const store = 'https://api.bigcommerce.com';
const local = { variable: 'HTTPS_PROXY', host: 'proxy.example.com:3128' };

describe('proxies of the environment', () => {
  test.each([
    [{ HTTPS_PROXY: 'http://proxy.example.com:3128' }, []],
    [{ http_proxy: 'http://user:se%40cret@proxy.example.com' }, ['se%40cret', 'se@cret']],
    [{ HTTP_PROXY: '' }, []],
    [{}, []],
  ])('%o holds the passwords %o', (environment, passwords) => {
    expect(checkProxies(environment)).toEqual(passwords);
  });

  test.each(['nonsense', 'proxy.example.com:3128', 'ftp://proxy.example.com', 'http://'])(
    'HTTP_PROXY=%s is refused by name before any request',
    async (text) => {
      const { exitCode, stderr } = await run('audit --source abc', {
        HTTP_PROXY: text,
        CUTOVER_SOURCE_TOKEN: 'canary0token0canary',
      });
      expect([exitCode, stderr.includes('HTTP_PROXY is not the address of a proxy.')]).toEqual([2, true]);
    },
  );

  const https = { HTTPS_PROXY: 'http://user:word@proxy.example.com:3128' };
  test.each([
    ['none named', {}, undefined],
    ['its own', https, local],
    [
      'that of plain http',
      { HTTP_PROXY: 'http://proxy.example.com:3128' },
      { ...local, variable: 'HTTP_PROXY' },
    ],
    ['lower case first', { ...https, https_proxy: 'http://b:1' }, { variable: 'https_proxy', host: 'b:1' }],
    ['all excepted', { ...https, NO_PROXY: 'a.example, *' }, undefined],
    ['its host excepted', { ...https, no_proxy: 'api.bigcommerce.com' }, undefined],
    ['names below excepted', { ...https, NO_PROXY: '.bigcommerce.com' }, undefined],
    ['its port excepted', { ...https, NO_PROXY: 'api.bigcommerce.com:443' }, undefined],
    ['another port excepted', { ...https, NO_PROXY: 'api.bigcommerce.com:8443' }, local],
    ['only names below excepted', { ...https, NO_PROXY: '*.api.bigcommerce.com' }, local],
    ['another name excepted', { ...https, NO_PROXY: 'xapi.bigcommerce.com' }, local],
  ])('%s', (_, environment, expected) => {
    expect(proxyFor(store, environment)).toEqual(expected);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1', 'https://api.localhost'])(
    'none for %s, which is this machine',
    (address) => expect(proxyFor(address, https)).toBeUndefined(),
  );
});
