// What the pages of options, modifiers and complex rules say, and of V2's option values and rules.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import type { OneStore } from '../support/one-store.ts';
import { type Ask, dataOf, v3Error, withWire } from './sandbox-wire.ts';

const url = 'https://pictures.example/a.png';
const resolvePicture = async (): Promise<Uint8Array> => await Promise.resolve(tinyPicture(1));
const address = expect.stringMatching(/\/product_images\/attribute_rule_images\/\d+_source_\d+\.png$/);
const file = expect.stringMatching(/^attribute_rule_images\/\d+_source_\d+\.png$/);

interface Thing {
  readonly id: number;
  readonly option_values: { readonly id: number }[];
}
const thing = (told: Parameters<typeof dataOf>[0]): Thing => dataOf(told) as Thing;

function plant({ store }: OneStore): string {
  return `/v3/catalog/products/${store.addProduct({ name: 'Shirt', sku: 'SHIRT' }).id}`;
}
const swatch = {
  display_name: 'Finish',
  type: 'swatch',
  option_values: [
    { label: 'Red', sort_order: 0, value_data: { colors: ['#FF0000'] } },
    { label: 'Oak', sort_order: 1, is_default: true, value_data: { image_url: url } },
  ],
};
const wrap = {
  display_name: 'Wrap',
  type: 'radio_buttons',
  required: false,
  option_values: [
    { label: 'Paper', sort_order: 0 },
    {
      label: 'Linen',
      sort_order: 1,
      adjusters: {
        price: { adjuster: 'percentage', adjuster_value: 5 },
        weight: { adjuster: 'relative', adjuster_value: 1 },
        image_url: url,
        purchasing_disabled: { status: true, message: 'Soon' },
      },
    },
  ],
};

describe('Product Variant Options', () => {
  it('are made with their values, colours and pictures, changed and deleted', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const path = `${plant(one)}/options`;
      const made = await one.ask('POST', path, { json: swatch });
      expect([made.status, dataOf(made)]).toMatchObject([
        200,
        {
          display_name: 'Finish',
          type: 'swatch',
          option_values: [
            { label: 'Red', value_data: { colors: ['#FF0000'] }, is_default: false },
            { label: 'Oak', value_data: { image_url: address }, is_default: true },
          ],
        },
      ]);
      const { id } = thing(made);
      const put = await one.ask('PUT', `${path}/${id}`, { json: { display_name: 'Colour', sort_order: 3 } });
      expect(dataOf(put)).toEqual({
        ...thing(made),
        name: `Colour${id}`,
        display_name: 'Colour',
        sort_order: 3,
      });
      expect(dataOf(await one.ask('GET', `${path}/${id}?include_fields=type`))).toEqual({
        id,
        type: 'swatch',
      });
      const gone = await one.ask('DELETE', `${path}/${id}`);
      expect([gone.status, dataOf(await one.ask('GET', path))]).toEqual([204, []]);
    });
  });

  it.each<[string, object, number]>([
    ['no name', { ...swatch, display_name: undefined }, 422],
    ['a name of 256 characters', { ...swatch, display_name: 'n'.repeat(256) }, 422],
    ['no type', { ...swatch, type: undefined }, 422],
    ['another type', { ...swatch, type: 'date' }, 422],
    ['no values', { ...swatch, option_values: undefined }, 422],
    ['the name of a modifier', { ...swatch, display_name: 'Wrap' }, 409],
    [
      'four colours',
      {
        ...swatch,
        option_values: [{ label: 'a', sort_order: 0, value_data: { colors: ['1', '2', '3', '4'] } }],
      },
      422,
    ],
    [
      '251 values',
      {
        ...swatch,
        option_values: Array.from({ length: 251 }, (_, at) => ({ label: `${at}`, sort_order: at })),
      },
      403,
    ],
  ])('with %s: %o is %i', async (_, json, status) => {
    await withWire({}, async (one) => {
      const path = plant(one);
      await one.ask('POST', `${path}/modifiers`, { json: { ...wrap, option_values: [] } });
      const told = await one.ask('POST', `${path}/options`, { json });
      expect([told.status, told.body]).toEqual([status, v3Error(status)]);
    });
  });

  it('give way to the base variant when the last of them is deleted', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { path, option } = await plantChoices(one);
      await one.ask('DELETE', `${path}/options/${option.id}`);
      const [variant, ...more] = one.store.variants();
      expect([variant, more]).toMatchObject([{ sku: 'SHIRT', optionValues: [] }, []]);
      expect(dataOf(await one.ask('GET', path))).toMatchObject({ base_variant_id: variant?.id });
    });
  });

  it('have values that are made, changed and deleted, the variants of a value with it', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const path = plant(one);
      const option = thing(await one.ask('POST', `${path}/options`, { json: swatch }));
      const values = `${path}/options/${option.id}/values`;
      const blue = { label: 'Blue', sort_order: 5, value_data: { image_url: url } };
      const made = await one.ask('POST', values, { json: blue });
      expect(dataOf(made)).toMatchObject({
        label: 'Blue',
        sort_order: 5,
        value_data: { image_url: address },
      });
      const { id } = thing(made);
      const put = await one.ask('PUT', `${values}/${id}`, { json: { value_data: { image_url: '' } } });
      expect(dataOf(put)).toMatchObject({ label: 'Blue', value_data: { colors: [] } });
      const json = { sku: 'S', option_values: [{ id, option_id: option.id }] };
      expect((await one.ask('POST', `${path}/variants`, { json })).status).toBe(200);
      const statuses = [
        (await one.ask('POST', values, { json: { label: 'Green' } })).status,
        (await one.ask('POST', values, { json: { label: 'Red', sort_order: 1 } })).status,
        (await one.ask('DELETE', `${values}/${id}`)).status,
        (await one.ask('GET', `${values}/${id}`)).status,
      ];
      expect([statuses, one.store.variants()]).toEqual([[422, 422, 204, 404], []]);
    });
  });
});

describe('Product Modifiers', () => {
  it('are made with their adjusters and pictures, which V2 shows as a rule', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const path = plant(one);
      const made = await one.ask('POST', `${path}/modifiers`, { json: wrap });
      const linen = { ...wrap.option_values[1]?.adjusters, image_url: address };
      expect([made.status, dataOf(made)]).toMatchObject([
        200,
        {
          ...wrap,
          option_values: [
            { label: 'Paper', adjusters: { price: null, image_url: '' } },
            { label: 'Linen', adjusters: linen },
          ],
        },
      ]);
      const { id, option_values: values } = thing(made);
      const rules = await one.ask('GET', path.replace('/v3/catalog', '/v2').concat('/rules'));
      expect(rules.body).toMatchObject([
        {
          price_adjuster: { adjuster: 'percentage', adjuster_value: 5 },
          weight_adjuster: { adjuster: 'relative', adjuster_value: 1 },
          is_purchasing_disabled: true,
          image_file: file,
          conditions: [{ product_option_id: id, option_value_id: values[1]?.id, sku_id: null }],
        },
      ]);
      const gone = await one.ask('DELETE', `${path}/modifiers/${id}`);
      expect([gone.status, dataOf(await one.ask('GET', `${path}/modifiers`))]).toEqual([204, []]);
    });
  });

  it.each<[string, object, number]>([
    ['no name', { ...wrap, display_name: undefined }, 422],
    ['no type', { ...wrap, type: undefined }, 422],
    ['another type', { ...wrap, type: 'colour' }, 422],
    ['no required', { ...wrap, required: undefined }, 422],
    ['a name that is taken', { ...wrap, display_name: 'Finish' }, 409],
  ])('with %s: %o is %i', async (_, json, status) => {
    await withWire({ resolvePicture }, async (one) => {
      const path = plant(one);
      await one.ask('POST', `${path}/options`, { json: swatch });
      const told = await one.ask('POST', `${path}/modifiers`, { json });
      expect([told.status, told.body]).toEqual([status, v3Error(status)]);
    });
  });

  it('have values that are made, take a picture, and are deleted', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const path = `${plant(one)}/modifiers`;
      const modifier = thing(await one.ask('POST', path, { json: wrap }));
      const values = `${path}/${modifier.id}/values`;
      const made = await one.ask('POST', values, { json: { label: 'Silk', sort_order: 2 } });
      const { id } = thing(made);
      const put = await one.ask('PUT', `${values}/${id}`, { json: { adjusters: { image_url: url } } });
      const fields = await one.ask('GET', `${values}/${id}?exclude_fields=adjusters,value_data`);
      const statuses = [
        (await one.ask('POST', values, { json: { label: 'Wool' } })).status,
        (await one.ask('DELETE', `${values}/${id}`)).status,
        (await one.ask('GET', `${values}/${id}`)).status,
      ];
      expect([dataOf(put), dataOf(fields), statuses]).toMatchObject([
        { label: 'Silk', adjusters: { image_url: address } },
        { id, option_id: modifier.id, label: 'Silk', sort_order: 2, is_default: false },
        [422, 204, 404],
      ]);
    });
  });
});

/** A product with a modifier of two values, an option, and a variant. */
async function plantChoices(one: OneStore & { readonly ask: Ask }) {
  const path = plant(one);
  const modifier = thing(
    await one.ask('POST', `${path}/modifiers`, {
      json: { ...wrap, option_values: wrap.option_values.map(({ label }) => ({ label })) },
    }),
  );
  const option = thing(await one.ask('POST', `${path}/options`, { json: swatch }));
  const chosen = [{ id: option.option_values[0]?.id, option_id: option.id }];
  const variant = thing(
    await one.ask('POST', `${path}/variants`, { json: { sku: 'S', option_values: chosen } }),
  );
  const [first, second] = modifier.option_values.map(({ id }) => ({
    modifier_id: modifier.id,
    modifier_value_id: id,
    variant_id: null,
  }));
  return {
    path,
    option,
    modifier,
    variant,
    first,
    second,
    v3: `${path}/complex-rules`,
    v2: path.replace('/v3/catalog', '/v2').concat('/rules'),
  };
}

describe('Complex Rules', () => {
  it('are made with a picture, which V2 shows and the CDN serves', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v3, v2, first, variant, modifier } = await plantChoices(one);
      const conditions = [{ ...first, variant_id: variant.id }];
      const price = { adjuster: 'relative', adjuster_value: 8 };
      const made = await one.ask('POST', v3, { json: { conditions, image_url: url, price_adjuster: price } });
      const sku = one.store.variants()[0]?.skuId;
      expect([made.status, made.body]).toEqual([
        200,
        {
          data: {
            id: expect.any(Number),
            product_id: expect.any(Number),
            sort_order: 0,
            enabled: true,
            stop: false,
            price_adjuster: price,
            weight_adjuster: {},
            purchasing_disabled: false,
            purchasing_disabled_message: '',
            purchasing_hidden: false,
            image_url: address,
            conditions: [
              { ...conditions[0], id: expect.any(Number), rule_id: thing(made).id, combination_id: sku },
            ],
          },
          meta: {},
        },
      ]);
      expect((await one.ask('GET', v2)).body).toMatchObject([
        {
          id: thing(made).id,
          image_file: file,
          price_adjuster: price,
          weight_adjuster: null,
          conditions: [{ product_option_id: modifier.id, sku_id: sku }],
        },
      ]);
      const { image_url: shown } = dataOf(made) as { image_url: string };
      const served = Buffer.from(await (await fetch(shown)).arrayBuffer());
      expect(served).toEqual(Buffer.from(tinyPicture(1)));
    });
  });

  it('are changed, listed with the fields that are named, and deleted', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v3, first, second } = await plantChoices(one);
      const { id } = thing(
        await one.ask('POST', v3, { json: { conditions: [first, second], image_url: url } }),
      );
      const put = await one.ask('PUT', `${v3}/${id}`, { json: { image_url: '', stop: true } });
      expect(dataOf(put)).toMatchObject({ id, image_url: '', stop: true });
      expect(dataOf(await one.ask('GET', `${v3}?include_fields=stop`))).toEqual([{ id, stop: true }]);
      const gone = await one.ask('DELETE', `${v3}/${id}`);
      const again = await one.ask('GET', `${v3}/${id}`);
      expect([gone.status, again.status]).toEqual([204, 404]);
    });
  });

  it('are refused with one condition of a modifier alone, with unknown ones, and twice', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v3, first, second } = await plantChoices(one);
      const ask = async (conditions: unknown): Promise<number> =>
        (await one.ask('POST', v3, { json: { conditions } })).status;
      expect([
        await ask(undefined),
        await ask([]),
        await ask([first]),
        await ask([first, { ...second, modifier_value_id: 9 }]),
        await ask([{ ...first, variant_id: 9 }]),
        await ask([{ modifier_id: first?.modifier_id }]),
        await ask([first, second]),
        await ask([second, first]),
      ]).toEqual([422, 422, 422, 422, 422, 422, 200, 409]);
    });
  });
});

describe('Product Rules (V2)', () => {
  it('are made with 201, and their conditions are appended to', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v2, v3, modifier } = await plantChoices(one);
      const [first, second] = modifier.option_values.map(({ id }) => ({
        product_option_id: modifier.id,
        option_value_id: id,
        sku_id: null,
      }));
      const made = await one.ask('POST', v2, { json: { conditions: [first], image_file: url } });
      const { id } = made.body as Thing;
      expect([made.status, made.headers['location'], made.body]).toMatchObject([
        201,
        expect.stringContaining(`${v2}/${id}`),
        { image_file: file, is_enabled: true, conditions: [first] },
      ]);
      const put = await one.ask('PUT', `${v2}/${id}`, { json: { conditions: [second], sort_order: 2 } });
      expect([put.status, put.body]).toMatchObject([200, { sort_order: 2, conditions: [first, second] }]);
      expect(dataOf(await one.ask('GET', v3))).toMatchObject([{ id, image_url: address, sort_order: 2 }]);
    });
  });

  it('underneath a modifier’s value change that value, and leave it with a second condition', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v2, path, modifier } = await plantChoices(one);
      const [value, other] = modifier.option_values;
      const at = `${path}/modifiers/${modifier.id}/values/${value?.id}`;
      await one.ask('PUT', at, { json: { adjusters: { image_url: url } } });
      const [rule] = (await one.ask('GET', v2)).body as Thing[];
      const price = { adjuster: 'relative', adjuster_value: 2 };
      await one.ask('PUT', `${v2}/${rule?.id}`, { json: { price_adjuster: price } });
      const adjusters = async (): Promise<unknown> => dataOf(await one.ask('GET', at));
      expect(await adjusters()).toMatchObject({ adjusters: { price, image_url: address } });
      const conditions = [{ product_option_id: modifier.id, option_value_id: other?.id }];
      await one.ask('PUT', `${v2}/${rule?.id}`, { json: { conditions } });
      expect(await adjusters()).toMatchObject({ adjusters: { price: null, image_url: '' } });
      expect((await one.ask('GET', v2)).body).toMatchObject([
        { id: rule?.id, image_file: file, conditions: [{}, {}] },
      ]);
    });
  });

  it('are refused without conditions, with unknown ones, and with what is read-only', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v2 } = await plantChoices(one);
      const ask = async (json: object): Promise<unknown> => (await one.ask('POST', v2, { json })).body;
      const unknown = [{ product_option_id: 1, option_value_id: 2 }];
      expect([await ask({}), await ask({ conditions: unknown }), await ask({ id: 1 })]).toMatchObject([
        [{ status: 400, message: 'Required fields missing [conditions]' }],
        [{ status: 400, message: "The field 'conditions' is invalid." }],
        [{ status: 400, message: expect.stringContaining("The field 'id' cannot be written to.") }],
      ]);
    });
  });

  it('are deleted one by one and a page at a time, those underneath a value too', async () => {
    await withWire({ products: 30 }, async (one) => {
      const product = one.store.products().find(({ modifiers }) => modifiers.length > 0);
      const v2 = `/v2/products/${product?.id}/rules`;
      const [rule] = (await one.ask('GET', v2)).body as Thing[];
      const gone = await one.ask('DELETE', `${v2}/${rule?.id}`);
      const left = await one.ask('GET', v2);
      const page = await one.ask('DELETE', v2);
      expect([gone.status, left.status, page.status]).toEqual([204, 204, 204]);
      expect(one.store.products().find(({ id }) => id === product?.id)?.modifiers[0]?.values).toMatchObject([
        {},
        { priceAdjuster: null, image: null },
      ]);
    });
  });
});

describe('Option Values (V2)', () => {
  it('are colours, the address of a picture, or a file of the import folder', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { option, path } = await plantChoices(one);
      one.store.putImportFile('oak.png', tinyPicture(7));
      const v2 = `/v2/options/${option.id}/values`;
      const shown = ['#ff0000', 'red|lime|#0000FF', url, 'oak.png'].map(async (value) => {
        const told = await one.ask('POST', v2, { json: { label: `of ${value}`, value } });
        return [told.status, (told.body as { value: unknown }).value];
      });
      expect(await Promise.all(shown)).toEqual([
        [201, '#ff0000'],
        [201, 'red|lime|#0000FF'],
        [201, file],
        [201, file],
      ]);
      const inV3 = dataOf(await one.ask('GET', `${path}/options/${option.id}/values`));
      expect((inV3 as { value_data: unknown }[]).map(({ value_data: data }) => data)).toEqual([
        { colors: ['#FF0000'] },
        { image_url: address },
        { colors: ['#ff0000'] },
        { colors: ['red', 'lime', '#0000FF'] },
        { image_url: address },
        { image_url: address },
      ]);
    });
  });

  it.each<[string, object, string]>([
    ['no label', { value: 'red' }, 'Required fields missing [label]'],
    ['no value', { label: 'a' }, 'Required fields missing [value]'],
    ['a label that is there', { label: 'Oak', value: 'red' }, "The field 'label' is invalid."],
    ['four colours', { label: 'a', value: 'red|lime|blue|black' }, "The field 'value' is invalid."],
    ['a file that is not there', { label: 'a', value: 'pine.png' }, "The field 'value' is invalid."],
    [
      'an option_id',
      { label: 'a', value: 'red', option_id: 4 },
      "The field 'option_id' cannot be written to. Please remove it from your request before trying again.",
    ],
  ])('are refused with %s: %o', async (_, json, message) => {
    await withWire({ resolvePicture }, async (one) => {
      const { option } = await plantChoices(one);
      const told = await one.ask('POST', `/v2/options/${option.id}/values`, { json });
      expect([told.status, told.body]).toMatchObject([400, [{ status: 400, message }]]);
    });
  });

  it('are one default at most, change their picture, and are deleted', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { option } = await plantChoices(one);
      const v2 = `/v2/options/${option.id}/values`;
      const [first, second] = option.option_values.map(({ id }) => id);
      const put = await one.ask('PUT', `${v2}/${first}`, { json: { is_default: true, value: url } });
      expect(put.body).toMatchObject({ id: first, label: 'Red', value: file, is_default: true });
      expect((await one.ask('GET', v2)).body).toMatchObject([{ is_default: true }, { is_default: false }]);
      const statuses = [
        (await one.ask('DELETE', `${v2}/${second}`)).status,
        (await one.ask('GET', `${v2}/${second}`)).status,
        (await one.ask('DELETE', v2)).status,
        (await one.ask('GET', v2)).status,
      ];
      expect(statuses).toEqual([204, 404, 204, 204]);
    });
  });

  it('are 250 at most: 403 beyond', async () => {
    await withWire({}, async (one) => {
      const values = Array.from({ length: 250 }, (_, at) => ({
        id: 600 + at,
        label: `${at}`,
        sortOrder: at,
        isDefault: false,
      }));
      one.store.addProduct({ options: [{ id: 500, displayName: 'Size', type: 'dropdown', values }] });
      const told = await one.ask('POST', '/v2/options/500/values', {
        json: { label: 'more', value: 'more' },
      });
      expect([told.status, told.body]).toMatchObject([403, [{ status: 403 }]]);
    });
  });
});

describe('What is written while another write waits for its picture', () => {
  const waiting: [
    string,
    (of: Awaited<ReturnType<typeof plantChoices>>) => [string, object, string, object],
  ][] = [
    [
      'on two values of a modifier',
      ({ path, modifier: { id, option_values: values } }) => [
        `${path}/modifiers/${id}/values/${values[0]?.id}`,
        { adjusters: { image_url: url } },
        `${path}/modifiers/${id}/values/${values[1]?.id}`,
        { label: 'Other' },
      ],
    ],
    [
      'on two values of an option',
      ({ path, option: { id, option_values: values } }) => [
        `${path}/options/${id}/values/${values[0]?.id}`,
        { value_data: { image_url: url } },
        `${path}/options/${id}/values/${values[1]?.id}`,
        { label: 'Other' },
      ],
    ],
    [
      'on the product of an option',
      ({ path, option: { id, option_values: values } }) => [
        `${path}/options/${id}/values/${values[0]?.id}`,
        { value_data: { image_url: url } },
        path,
        { name: 'Other' },
      ],
    ],
    [
      'on the product of a modifier',
      ({ path, modifier: { id, option_values: values } }) => [
        `${path}/modifiers/${id}/values/${values[0]?.id}`,
        { adjusters: { image_url: url } },
        path,
        { name: 'Other' },
      ],
    ],
    [
      'on a variant',
      ({ path, variant: { id } }) => [
        `${path}/variants/${id}`,
        { image_url: url },
        `${path}/variants/${id}`,
        { sku: 'Other' },
      ],
    ],
    ['on a product', ({ path }) => [path, { images: [{ image_url: url }] }, path, { name: 'Other' }]],
  ];
  it.each(waiting)('%s stays', async (_, requests) => {
    const gate = { isOn: false, reached: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() };
    const resolve = async (): Promise<Uint8Array> => {
      gate.reached.resolve();
      if (gate.isOn) await gate.open.promise;
      return tinyPicture(1);
    };
    await withWire({ resolvePicture: resolve }, async (one) => {
      const planted = await plantChoices(one);
      const [slow, picture, quick, words] = requests(planted);
      gate.reached = Promise.withResolvers();
      gate.isOn = true;
      const first = one.ask('PUT', slow, { json: picture });
      await gate.reached.promise;
      const second = await one.ask('PUT', quick, { json: words });
      gate.open.resolve();
      expect([(await first).status, second.status]).toEqual([200, 200]);
      expect(dataOf(await one.ask('GET', quick))).toMatchObject(words);
      const shown = JSON.stringify(dataOf(await one.ask('GET', `${slow}?include=images`)));
      expect(shown).toMatch(/_source_\d+\.png|url_zoom/);
    });
  });
});
