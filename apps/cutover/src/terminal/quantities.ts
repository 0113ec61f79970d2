// Numbers, shares and times in the words of the screen. One locale on purpose: what is shown can be searched and pasted.
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(n: number): string {
  return counts.format(n);
}

/** "1 image", "2 images". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A share of 0..1 in whole percent, rounded down, so that 100 % means all. */
export function percent(share: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, share)) * 100 + 1e-9)} %`;
}

/** A time in at most two units: "800 ms" reads as "1 s", then "12 s", "3 min 05 s", "2 h 10 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000 - 1e-9));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A duration that is only an estimate, so without false precision: "20 s", "3 min", "2 h 10 min". */
export function about(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds < 10 ? seconds : Math.ceil(seconds / 5) * 5} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : duration(minutes * 60_000);
}

/** A rate a second: one decimal below 100. */
export function rate(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : count(perSecond);
}
