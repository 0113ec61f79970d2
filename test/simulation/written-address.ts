// Which product and which image the address of a write names; 0 where it names none.

export function productIdOf(url: URL): number {
  return Number(/\/catalog\/products\/(\d+)\/images/.exec(url.pathname)?.[1] ?? 0);
}

export function imageIdOf(url: URL): number {
  return Number(/\/images\/(\d+)$/.exec(url.pathname)?.[1] ?? 0);
}
