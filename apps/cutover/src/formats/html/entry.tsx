/** @jsxImportSource preact */
// One entry of the list. Every text in it comes from stores and is escaped by the renderer; the three attributes are what the
// page's script filters by.
import type { VNode } from 'preact';
import type { PagePictures } from '../format.ts';
import type { EntrySide, PeopleEntry, PeopleReport } from '../people-report.ts';
import { Pictures } from './pictures.tsx';

export function Entry({
  entry,
  of,
  pictures,
}: {
  readonly entry: PeopleEntry;
  readonly of: Pick<PeopleReport, 'sides' | 'comparesSides'>;
  readonly pictures: PagePictures | undefined;
}): VNode {
  const { sides } = of;
  const { group, state, tone, rule, severity, message, handedOver, offered, source, target, fields } = entry;
  const named = namedSide(source, target);
  return (
    <li data-g={group} data-r={rule ?? ''} data-p={productOf(named)}>
      <p>
        <span class={`t ${tone}`}>{state}</span> {severity === undefined ? '' : `${severity} `}
        <b>{named === undefined ? 'The store as a whole' : nameOf(named)}</b>
        {named === undefined || named.sku === '' ? '' : <code>{named.sku}</code>}
      </p>
      {message === '' ? null : (
        <p>
          {message}
          {rule === undefined || rule === '' || message.startsWith(rule) ? '' : <code>{rule}</code>}
        </p>
      )}
      {handedOver === undefined ? null : <p class="w">Handed over: {handedOver}</p>}
      {offered === undefined ? null : <p class="w">Offered: {offered}</p>}
      {fields.length === 0 ? null : (
        <table class="v">
          <thead>
            <tr>
              <th>Field</th>
              <th>{sides[0]}</th>
              <th>{sides[1]}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr>
                <th>{field.name}</th>
                <td data-side={sides[0]}>{field.source}</td>
                <td data-side={sides[1]}>{field.target}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pictures === undefined ? null : <Pictures entry={entry} of={of} pictures={pictures} />}
      <Way name={sides[0]} side={source} known={named?.sku} />
      <Way name={sides[1]} side={target} known={named?.sku} />
      {source?.imageId === undefined || target?.imageId === undefined ? null : (
        <p class="w">
          Image {source.imageId} → {target.imageId}
        </p>
      )}
    </li>
  );
}

/** Where an image is on one side, and how to get there. */
function Way({
  name,
  side,
  known,
}: {
  readonly name: string;
  readonly side: EntrySide | undefined;
  /** The SKU that stands above already. */
  readonly known: string | undefined;
}): VNode | null {
  if (side === undefined) return null;
  const product = `product ${side.productId}`;
  return (
    <p class="w">
      {name}: {side.panel === undefined ? product : <a href={side.panel}>{product}</a>}
      {side.sku === '' || side.sku === known ? '' : ` (${side.sku})`}
      {side.imageId === undefined ? '' : `, image ${side.imageId}`}
      {side.picture === undefined ? '' : ', '}
      {side.picture === undefined ? '' : <a href={side.picture}>picture</a>}
    </p>
  );
}

/** The side that knows the product's name best. */
const namedSide = (source: EntrySide | undefined, target: EntrySide | undefined): EntrySide | undefined =>
  [source, target].find((side) => side !== undefined && side.name + side.sku !== '') ?? source ?? target;

const nameOf = ({ name, productId }: EntrySide): string => (name === '' ? `Product ${productId}` : name);

const productOf = (side: EntrySide | undefined): string =>
  side === undefined ? '' : `${nameOf(side)}${side.sku === '' ? '' : ` · ${side.sku}`}`;
