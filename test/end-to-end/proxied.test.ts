// Behind a proxy, which resolves names for itself: no picture's address, whether we fetch it or hand it to the store, may
// lead the proxy into its own network; a store on this machine is not the proxy's to reach.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place } from '../support/place.ts';

const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;

/** Answers whatever it is asked for with a picture's first bytes, as a printer's page would not. */
async function openProxy() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'image/gif', 'content-length': '6' });
    response.end(request.method === 'HEAD' ? undefined : 'GIF89a');
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server has a port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    asked,
    variables: { HTTP_PROXY: origin, HTTPS_PROXY: origin, NO_PROXY: '' },
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One product, whose one image has its zoomed rendition, and so its original, at this host. */
function plant(place: Place, host: string): void {
  const { id: productId } = place.source.addProduct({ sku: 'A' });
  place.target.addProduct({ sku: 'A' });
  const { id } = place.source.addImage({ productId, isThumbnail: true, description: 'a' });
  const zoom = `http://${host}/products/${productId}/images/${id}/a.1700000000.1280.1280.jpg`;
  place.source.updateImage(id, {
    damage: { original: 'missing', renditions: 'missing' },
    viewOverrides: { v3: { url_zoom: zoom, url_standard: zoom, url_thumbnail: zoom, url_tiny: zoom } },
  });
}

const hosts = [
  ['printer', 'its host printer has no dot, so it is a name of a local network'],
  [
    'corp.invalid',
    'its host corp.invalid does not resolve here, so that nobody knows where a proxy would ask for it',
  ],
] as const;

describe.each(hosts)('a picture at %s', (host, why) => {
  it('is not looked at, and said to be unchecked', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      using proxy = await openProxy();
      plant(place, host);
      const { lines, result } = await place.json('audit', { variables: proxy.variables });
      const found = lines.filter(({ type, source }) => type === 'finding' && source !== undefined);
      expect(found).toMatchObject([
        {
          rule: 'picture-unchecked',
          severity: 'warning',
          message: expect.stringMatching(`^the picture could not be looked at: http://${host}/`),
        },
      ]);
      expect(found[0]?.['message']).toContain(`was not asked: ${why}; --allow-private-hosts allows it`);
      expect([result['exitCode'], proxy.asked]).toEqual([0, []]);
    });
  });

  it('is not handed to the store, unless that is asked for', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      using proxy = await openProxy();
      plant(place, host);
      const more = { variables: proxy.variables };
      const migrate = 'migrate --yes --transfer url';
      const refused = await place.json(migrate, more);
      expect(refused.result).toMatchObject({ exitCode: 4, created: 0, failed: 1 });
      const failed = refused.lines.find(({ type, status }) => type === 'action' && status === 'failed');
      expect(failed?.['reason']).toMatch(/^original-unreachable: tried the CDN’s address of the original \(/);
      expect(failed?.['reason']).toContain(`was not asked: ${why}); --allow-private-hosts allows it`);
      expect(place.target.images()).toEqual([]);
      expect(proxy.asked).toEqual([]);

      // The store itself cannot reach it either; but it is told the address.
      const allowed = await place.json('retry --failed --yes --transfer url --allow-private-hosts', more);
      expect(allowed.result).toMatchObject({ exitCode: 4, created: 0, failed: 1 });
      expect(proxy.asked[0]).toMatch(`GET http://${host}/`);
    });
  });
});
