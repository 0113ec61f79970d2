// Plays one scene with the program of one checkout and gives its transcript. The stores are this checkout's own whatever
// program is played, and their clock stands still, so that only the program can make a difference.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoggedRequest, StoreControl } from '@cutover/sandbox-store';
import { inPlace, type Place } from '../support/place.ts';
import { shownBy } from '../support/world.ts';
import { normalised } from './normalised.ts';
import type { Scene } from './scenes.ts';

const startOfTime = Date.UTC(2026, 3, 1);

export async function playScene(scene: Scene, checkout: string): Promise<string> {
  const told: string[] = [`# ${scene.name}`];
  await inPlace({ stores: scene.stores, now: () => startOfTime }, async (place) => {
    const surroundings = { origin: place.sandbox.origin, folder: place.folder, checkout };
    const tell = (mark: string, text: string): void => {
      const lines = text === '' ? [] : normalised(text.replace(/\n$/, ''), surroundings).split('\n');
      told.push(...lines.map((line) => `${mark} ${line}`.trimEnd()));
    };
    const stores = place.source === place.target ? [place.source] : [place.source, place.target];
    await scene.play({
      source: place.source,
      target: place.target,
      at: place.at,
      show: (name) => tell(`${name}:`, readFileSync(place.at(name), 'utf8')),
      async run(args, more = {}) {
        for (const store of stores) store.resetRequests();
        const ended = await place.startWords(args === '' ? [] : args.split(' '), {
          ...more,
          program: path.join(checkout, 'apps/cutover/dist/cutover.js'),
          // Two threads finish pictures in an order that nothing decides.
          variables: { UV_THREADPOOL_SIZE: '1', ...more.variables },
        }).ended;
        tell('$', `cutover ${args}`.trimEnd());
        tell('=', `exit code ${ended.code ?? ended.signal}`);
        tell('>', ended.stdout);
        tell('!', ended.stderr);
        for (const store of stores) tell('@', requestsOf(store));
        const run = ended.lines.find(({ type }) => type === 'run')?.['run'];
        return { run: typeof run === 'string' ? run : '', lines: ended.lines, stdout: ended.stdout };
      },
    });
    await tellStores(place, tell);
  });
  return `${told.join('\n')}\n`;
}

/** The writes in their order, and how many reads there were of each API. */
function requestsOf(store: StoreControl): string {
  const requests = store.requests();
  const reads = Map.groupBy(requests.filter(isRead), ({ method, version }) => `${method} ${version}`);
  return [
    ...requests
      .filter((request) => !isRead(request))
      .map(({ method, path, status, bodyFields = [] }) =>
        [method, path, status, ...bodyFields.toSorted()].join(' '),
      ),
    ...[...reads].map(([what, all]) => `${what} ×${all.length}`).toSorted(),
  ].join('\n');
}

const isRead = ({ method }: LoggedRequest): boolean => method === 'GET' || method === 'HEAD';

async function tellStores(place: Place, tell: (mark: string, text: string) => void): Promise<void> {
  if (place.source === place.target) return;
  for (const [sku, images] of Object.entries(await shownBy(place.target)))
    for (const image of images) tell('#', `${sku} ${JSON.stringify(image)}`);
}
