/** V2's product images: list, count, get, create, update, delete one, delete a page of them. */
import {
  createImage,
  type ImageRefusal,
  imageInView,
  imagesPerProductMax,
  listedImages,
  removeImage,
  updateImage,
} from '../product-images.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { v2Error, v2List, v2NotFound, v2Page, v2PageOf, v2Unchanged } from './answers.ts';
import { readV2ImageRequest } from './image-body.ts';
import { v2Image, v2Written } from './image-view.ts';

/** Registers the image routes. */
export function v2ImageRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products/images/count', { GET: countAll });
  resource('/products/:pid/images/count', { GET: countOne });
  resource('/products/:pid/images', { GET: list, POST: create, DELETE: removeMany });
  resource('/products/:pid/images/:iid', { GET: get, PUT: update, DELETE: remove });
}

function countAll({ store }: ApiRequest): Response {
  return Response.json({ count: listedImages(store, 'v2').length });
}

function countOne({ store, id }: ApiRequest): Response {
  const served = store.switches['v2-product-image-count'];
  if (served === '405') return v2Error(405, 'The requested method is not allowed on this resource.');
  if (served === '404' || store.tables.product(id('pid')) === undefined) return v2NotFound();
  return Response.json({ count: listedImages(store, 'v2', id('pid')).length });
}

function list({ store, request, query, id }: ApiRequest): Response {
  if (store.tables.product(id('pid')) === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const images = v2PageOf(listedImages(store, 'v2', id('pid')), page);
  const rows = images.map((image) => v2Image(store, image));
  const { 'v2-if-modified-since': isKept, 'v2-empty-list': empty } = store.switches;
  return v2Unchanged(request, isKept, images) ?? v2List(rows, empty);
}

function get({ store, request, id }: ApiRequest): Response {
  const image = imageInView(store, 'v2', id('pid'), id('iid'));
  if (image === undefined) return v2NotFound();
  const unchanged = v2Unchanged(request, store.switches['v2-if-modified-since'], [image]);
  return unchanged ?? Response.json(v2Image(store, image));
}

async function create({ store, request, id }: ApiRequest): Promise<Response> {
  if (store.tables.product(id('pid')) === undefined) return v2NotFound();
  const wanted = await readV2ImageRequest(store, request, 'create');
  if (wanted instanceof Response) return wanted;
  if (wanted.picture === undefined) return v2Error(400, 'Required fields missing [image_file]');
  const image = createImage(store, id('pid'), wanted.picture, wanted.wish);
  if (typeof image === 'string') return refusalOf(image);
  const location = `${store.origin()}/stores/${store.hash}/v2/products/${image.productId}/images/${image.id}`;
  return Response.json(v2Written(store, image), { status: 201, headers: { location } });
}

async function update({ store, request, id }: ApiRequest): Promise<Response> {
  const image = imageInView(store, 'v2', id('pid'), id('iid'));
  if (image === undefined) return v2NotFound();
  const wanted = await readV2ImageRequest(store, request, 'update');
  if (wanted instanceof Response) return wanted;
  const changed = updateImage(store, image, wanted.wish, wanted.picture);
  return typeof changed === 'string' ? refusalOf(changed) : Response.json(v2Written(store, changed));
}

function refusalOf(refusal: ImageRefusal): Response {
  return refusal === 'too-many-images'
    ? v2Error(403, `A product can have at most ${imagesPerProductMax} images.`)
    : v2Error(400, "The field 'sort_order' is invalid.");
}

function remove({ store, id }: ApiRequest): Response {
  const image = imageInView(store, 'v2', id('pid'), id('iid'));
  if (image === undefined) return v2NotFound();
  removeImage(store, image);
  return new Response(null, { status: 204 });
}

function removeMany({ store, query, id }: ApiRequest): Response {
  if (store.tables.product(id('pid')) === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const images = listedImages(store, 'v2', id('pid'));
  const doomed = store.switches['v2-delete-all'] === 'all' ? images : v2PageOf(images, page);
  for (const image of doomed) removeImage(store, image);
  return new Response(null, { status: 204 });
}
