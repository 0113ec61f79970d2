// `pnpm simulate --seeds N [--from N]`: plays seeds and prints what it found; a failing seed prints how to play it again.
import { parseArgs } from 'node:util';
import { play } from './play.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' }, verbose: { type: 'boolean', default: false } },
});
const from = Number(values.from);
const count = Number(values.seeds);
const started = performance.now();
let failed = 0;
let deaths = 0;
let posts = 0;
let images = 0;
let lives = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const played = await play(seed);
  deaths += played.deaths;
  posts += played.posts;
  images += played.images;
  lives += played.lives;
  if (values.verbose) console.log(seed, played.overQuota, played.lives);
  if (played.complaints.length > 0) {
    failed += 1;
    process.stdout.write(
      `seed ${seed}: npx pnpm simulate --seeds 1 --from ${seed}\n  ${played.complaints.join('\n  ')}\n`,
    );
  }
}
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${count} seeds, ${lives} lives, ${deaths} deaths, ${images} images, ${posts} creates sent; ${failed} seeds failed; ${seconds.toFixed(1)} s\n`,
);
process.exitCode = failed > 0 ? 1 : 0;
