/** @jsxImportSource preact */
// The pictures of one entry, side by side, each with what it is or why it is not there; the page's script adds the other ways
// to compare them. What a picture shows is said in words, too: whether both are the same.
import type { VNode } from 'preact';
import type { PagePictures } from '../format.ts';
import type { EntrySide, PeopleEntry } from '../people-report.ts';

interface Props {
  readonly sides: readonly [string, string];
  readonly pictures: PagePictures;
}

export function Pictures({
  entry: { source, target },
  sides,
  pictures,
}: Props & { readonly entry: PeopleEntry }): VNode | null {
  const both = [source, target].map((side) => (side === undefined ? undefined : pictures.of(side)));
  if (both.every((one) => one === undefined)) return null;
  const alike = source === undefined || target === undefined ? undefined : pictures.likeness(source, target);
  return (
    <>
      <div class="pics" data-first={sides[0]}>
        <Picture name={sides[0]} side={source} pictures={pictures} />
        <Picture name={sides[1]} side={target} pictures={pictures} />
      </div>
      {alike === undefined ? null : <p>{alike}</p>}
    </>
  );
}

function Picture({
  name,
  side,
  pictures,
}: Pick<Props, 'pictures'> & { readonly name: string; readonly side: EntrySide | undefined }): VNode {
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
  `${name}: ${side?.altText === undefined || side.altText === '' ? `image ${side?.imageId ?? 'of the variant'}` : side.altText}`;
