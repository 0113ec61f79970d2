/** @jsxImportSource preact */
// The pictures of one entry, side by side, each with what it is or why it is not there; the page's script adds the other ways
// to compare them. What a picture shows is said in words, too: whether both are the same.
import type { VNode } from 'preact';
import type { PagePictures } from '../format.ts';
import type { EntrySide, PeopleEntry, PeopleReport } from '../people-report.ts';

export function Pictures({
  entry: { source, target },
  of: { sides, comparesSides },
  pictures,
}: {
  readonly entry: PeopleEntry;
  readonly of: Pick<PeopleReport, 'sides' | 'comparesSides'>;
  readonly pictures: PagePictures;
}): VNode | null {
  const both = [source, target].map((side) => (side === undefined ? undefined : pictures.of(side)));
  if (both.every((one) => one === undefined)) return null;
  const alike = source === undefined || target === undefined ? undefined : pictures.likeness(source, target);
  return (
    <>
      <div class="pics" data-first={sides[0]}>
        {source === undefined && !comparesSides ? null : (
          <Picture name={sides[0]} side={source} pictures={pictures} />
        )}
        {target === undefined && !comparesSides ? null : (
          <Picture name={sides[1]} side={target} pictures={pictures} />
        )}
      </div>
      {alike === undefined ? null : <p>{alike}</p>}
    </>
  );
}

function Picture({
  name,
  side,
  pictures,
}: {
  readonly name: string;
  readonly side: EntrySide | undefined;
  readonly pictures: PagePictures;
}): VNode {
  const shown = side === undefined ? undefined : pictures.of(side);
  if (shown === undefined) return <figure>{caption(name, 'no picture there')}</figure>;
  if ('why' in shown) return <figure>{caption(name, `not shown: ${shown.why}`)}</figure>;
  const { src, width, height, words } = shown;
  return (
    <figure>
      <img src={src} width={width} height={height} alt={altOf(name, side)} />
      {caption(name, words)}
    </figure>
  );
}

const caption = (name: string, words: string): VNode => <figcaption>{`${name}: ${words}`}</figcaption>;

const altOf = (name: string, side: EntrySide | undefined): string =>
  `${name}: ${side?.altText === undefined || side.altText === '' ? `image ${side?.imageId ?? 'of a variant or value'}` : side.altText}`;
