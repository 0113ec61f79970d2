/** The store's own downloader of image_url: bounded in time and bytes, with redirects and ports as the switches say. */
import type { Download } from './store.ts';
import type { Switches } from './switches.ts';

/** Gets an address over the network. */
export async function downloadPicture(
  address: string,
  switches: Switches,
  bytesMax: number,
): Promise<Download> {
  const { port } = new URL(address);
  if (port !== '' && switches['fetch-ports'] === 'standard') {
    return { outcome: 'failed', reason: `port ${port}` };
  }
  try {
    const response = await fetch(address, {
      redirect: switches['fetch-redirects'] === 'followed' ? 'follow' : 'error',
      signal: AbortSignal.timeout(switches['fetch-timeout-ms']),
      headers: { accept: 'image/*', 'user-agent': 'sandbox-store' },
    });
    return await readPicture(response, bytesMax);
  } catch (error) {
    return { outcome: 'failed', reason: error instanceof Error ? error.message : 'unknown' };
  }
}

/** Reads an answer up to so many bytes; anything but a 200 with all of its body is a failure. */
export async function readPicture(response: Response, bytesMax: number): Promise<Download> {
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    return { outcome: 'failed', reason: `status ${response.status}` };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) return { outcome: 'too-large' };
    chunks.push(chunk);
  }
  return { outcome: 'got', bytes: Buffer.concat(chunks) };
}
