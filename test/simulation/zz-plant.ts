import { plantedBugs } from './planted-bugs.ts';
import { play } from './play.ts';
const n = Number(process.argv[2]); const only = process.argv[3];
for (const [name, plant] of Object.entries(plantedBugs)) {
  if (only && !name.includes(only)) continue;
  const t = performance.now(); let first; let hits = 0; const words = new Map<string, number>();
  for (let s = 1; s <= n; s++) {
    const { complaints } = await play(s, plant).catch((e) => ({ complaints: [`THROWN ${e.message}`] }));
    if (complaints.length) { hits++; first ??= s; for (const c of complaints) { const k = c.replace(/[0-9a-f]{8}|\d+/g, '#').slice(0, 90); words.set(k, (words.get(k) ?? 0) + 1); } }
  }
  console.log(`${name}: first ${first}, ${hits}/${n}, ${((performance.now() - t) / 1000).toFixed(1)} s`);
  for (const [k, v] of [...words].sort((a, b) => b[1] - a[1]).slice(0, 4)) console.log(`     ${v}× ${k}`);
}
