// The one column into which BigCommerce's default legacy export merges a product's images:
// `Product Image File: a.jpg, Product Image URL: http://…/a.jpg|Product Image File: …`.
import { withoutAtEnd } from '../linear-text.ts';
import { CellFault } from './csv-cells.ts';
import { type ImageColumns, type ImagePosition, imageRows } from './csv-image.ts';
import type { FileRow } from './image-row.ts';

const IMAGE = '(?:product )?image (?:id|file|path|url|description|alt text|is thumbnail|sort(?: order)?) *:';
const NEXT_IMAGE = new RegExp(`\\|(?=\\s*${IMAGE})`, 'i');
const LABEL =
  /(?:^|,)\s*(?:product )?image (id|file|path|url|description|alt text|is thumbnail|sort)(?: order)? *:/gi;

/** Is this heading, in the form in which headings are compared, the merged column? */
export const isMergedHeading = (name: string): boolean => name === 'images' || name === 'product images';

/** The images of a merged cell; throws {@link CellFault}. Addresses without labels are taken as they are. */
export function mergedImages(column: string, text: string, position: ImagePosition): FileRow[] {
  if (text.trim() === '') return [];
  let place = position.place;
  return text.split(NEXT_IMAGE).flatMap((whole) => {
    const part = withoutAtEnd(whole, (sign) => /[\s|]/.test(sign));
    const values = valuesOf(part);
    if (values.size === 0 && !/https?:\/\//i.test(part)) {
      const reason = 'neither "Product Image File: …" nor an address: no image can be read here';
      throw new CellFault(column, 'image_file', reason);
    }
    const cells = values.size === 0 ? new Map([['url', part]]) : values;
    const rows = imageRows(columnsOf(column), (name) => filled(cells.get(labelOf(column, name))), {
      ...position,
      place,
    });
    place += rows.length;
    return rows;
  });
}

/** Named after the heading, so that a fault is told by it. */
function columnsOf(column: string): ImageColumns {
  const part = (label: string) => `${column}: ${label}`;
  return {
    id: part('id'),
    pictures: ['file', 'path', 'url'].map(part),
    descriptions: ['description', 'alt text'].map(part),
    thumbnail: part('is thumbnail'),
    sort: part('sort'),
  };
}

const labelOf = (column: string, name: string): string => name.slice(column.length + 2);

const filled = (text: string | undefined): string[] =>
  text === undefined || text.trim() === '' ? [] : [text.trim()];

function valuesOf(part: string): Map<string, string> {
  const labels = [...part.matchAll(LABEL)];
  return new Map(
    labels.map((label, index) => [
      label[1]?.toLowerCase() ?? '',
      part.slice(label.index + label[0].length, labels[index + 1]?.index).trim(),
    ]),
  );
}
