/** The things a seeded store sells, each as vector shapes in a box of 100 × 100 that stands on y = 86. */

/** What a picture may show; also the trade of a seeded product. */
export type Subject = 'mug' | 'lamp' | 'shoe' | 'chair' | 'bottle' | 'bag' | 'clock' | 'pot' | 'book' | 'hat';

interface Paint {
  /** The thing's own colour, or a pattern of it. */
  readonly main: string;
  readonly dark: string;
  readonly light: string;
}

const shapes: Record<Subject, (paint: Paint) => string> = {
  mug: ({ main, dark, light }) =>
    `<path d="M66 40h10q12 0 12 14t-14 16h-10" fill="none" stroke="${dark}" stroke-width="6"/>` +
    `<path d="M26 32h44v42q0 12-12 12h-20q-12 0-12-12z" fill="${main}"/>` +
    `<ellipse cx="48" cy="32" rx="22" ry="5" fill="${dark}"/><path d="M31 40v32" stroke="${light}" stroke-width="3"/>`,
  lamp: ({ main, dark, light }) =>
    `<path d="M48 44h4v36h-4z" fill="${dark}"/><ellipse cx="50" cy="83" rx="18" ry="4" fill="${dark}"/>` +
    `<path d="M36 14h28l14 34h-56z" fill="${main}"/><path d="M39 18l-10 26" stroke="${light}" stroke-width="3"/>`,
  shoe: ({ main, dark, light }) =>
    `<path d="M10 76v-32q10 4 18-4l28 20q26 4 32 10t2 10h-80z" fill="${main}"/>` +
    `<path d="M8 76h84q0 10-8 10h-70q-6 0-6-10z" fill="${dark}"/>` +
    `<path d="M34 46l-6 8M42 52l-6 8M50 57l-6 8" stroke="${light}" stroke-width="3"/>`,
  chair: ({ main, dark, light }) =>
    `<path d="M30 62l-6 24M70 62l6 24M36 62l-1 22M64 62l1 22" stroke="${dark}" stroke-width="4"/>` +
    `<rect x="28" y="10" width="44" height="40" rx="8" fill="${main}"/><rect x="24" y="50" width="52" height="13" rx="5" fill="${main}"/>` +
    `<path d="M34 18v24" stroke="${light}" stroke-width="3"/><path d="M26 62h48" stroke="${dark}" stroke-width="2"/>`,
  bottle: ({ main, dark, light }) =>
    `<rect x="43" y="8" width="14" height="8" rx="2" fill="${dark}"/><path d="M45 16h10v16q13 6 13 20v28q0 6-6 6h-24q-6 0-6-6v-28q0-14 13-20z" fill="${main}"/>` +
    `<rect x="36" y="54" width="28" height="18" fill="${light}"/><path d="M40 60h20M40 66h13" stroke="${dark}" stroke-width="2"/>`,
  bag: ({ main, dark, light }) =>
    `<path d="M34 40q0-28 16-28t16 28" fill="none" stroke="${dark}" stroke-width="4"/><path d="M18 38h64l6 48h-76z" fill="${main}"/>` +
    `<path d="M18 38h64l1 8h-66z" fill="${dark}"/><circle cx="50" cy="62" r="8" fill="${light}"/>`,
  clock: ({ main, dark, light }) =>
    `<circle cx="50" cy="50" r="36" fill="${main}"/><circle cx="50" cy="50" r="28" fill="${light}"/>` +
    `<path d="M50 50v-20M50 50l14 8" stroke="${dark}" stroke-width="4" stroke-linecap="round"/><path d="M28 80l-6 6M72 80l6 6" stroke="${dark}" stroke-width="5"/>`,
  pot: ({ main, dark, light }) =>
    `<path d="M50 52q-24-10-22-36 20 4 22 30 4-30 24-34 4 28-24 40" fill="#3f8f4f"/><path d="M24 50h52v9h-52z" fill="${dark}"/>` +
    `<path d="M28 59h44l-6 27h-32z" fill="${main}"/><path d="M35 64l3 16" stroke="${light}" stroke-width="3"/>`,
  book: ({ main, dark, light }) =>
    `<path d="M24 18h50q4 0 4 4v64h-54z" fill="${light}"/><path d="M20 12h50q4 0 4 4v64h-54z" fill="${main}"/><path d="M20 12h9v68h-9z" fill="${dark}"/>` +
    `<rect x="37" y="24" width="28" height="14" fill="${light}"/>`,
  hat: ({ main, dark, light }) =>
    `<ellipse cx="50" cy="76" rx="44" ry="10" fill="${dark}"/><path d="M24 74q-2-48 26-48t26 48q-26 8-52 0z" fill="${main}"/>` +
    `<path d="M24 66q26 8 52 0v8q-26 8-52 0z" fill="${light}"/>`,
};

/** Every subject. */
export const subjects = Object.keys(shapes) as Subject[];

/** The subject's shapes as SVG, in these colours. */
export function drawSubject(subject: Subject, paint: Paint): string {
  return shapes[subject](paint);
}
