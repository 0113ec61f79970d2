/** GET, POST, PUT and DELETE of a product's images in V3. */
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
import { pageOf, v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { readImageRequest } from './image-body.ts';
import { v3Image, v3Ordered } from './image-view.ts';

/** Registers the image routes. */
export function imageRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/catalog/products/:pid/images', { GET: list, POST: create });
  resource('/catalog/products/:pid/images/:iid', {
    GET: get,
    POST: updateByForm,
    PUT: update,
    DELETE: remove,
  });
}

function list({ store, query, path, id }: ApiRequest): Response {
  if (store.tables.product(id('pid')) === undefined)
    return v3NotFound(path, 'The product ID does not exist.');
  const page = v3Page(query, store.switches['v3-limit-over-250']);
  if (page instanceof Response) return page;
  const images = v3Ordered(store, listedImages(store, 'v3', id('pid')));
  if (images.length === 0 && store.switches['v3-empty-images'] === '204')
    return new Response(null, { status: 204 });
  const rows = pageOf(images, page).map((image) => chosenFields(v3Image(store, image), query));
  return v3List(rows, images.length, page, query);
}

function get({ store, query, path, id }: ApiRequest): Response {
  const image = imageInView(store, 'v3', id('pid'), id('iid'));
  return image === undefined ? v3NotFound(path) : v3Item(chosenFields(v3Image(store, image), query));
}

async function create({ store, request, path, id }: ApiRequest): Promise<Response> {
  if (store.tables.product(id('pid')) === undefined)
    return v3NotFound(path, 'The product ID does not exist.');
  const wanted = await readImageRequest(store, request, 'create');
  if (wanted instanceof Response) return wanted;
  if (wanted.picture === undefined) return v3Error(422, 'image_url must be present if uploading by url');
  const image = createImage(store, id('pid'), wanted.picture, wanted.wish);
  return typeof image === 'string' ? refusalOf(image) : v3Item(v3Image(store, image));
}

function refusalOf(refusal: ImageRefusal): Response {
  return refusal === 'too-many-images'
    ? v3Error(403, `A product can have at most ${imagesPerProductMax} images.`)
    : v3Error(422, 'Product image was not valid.', { sort_order: 'No larger sort_order is left.' });
}

async function update({ store, request, path, id }: ApiRequest): Promise<Response> {
  const image = imageInView(store, 'v3', id('pid'), id('iid'));
  if (image === undefined) return v3NotFound(path);
  const wanted = await readImageRequest(store, request, 'update');
  if (wanted instanceof Response) return wanted;
  const changed = updateImage(store, image, wanted.wish, wanted.picture);
  return typeof changed === 'string'
    ? refusalOf(changed)
    : v3Item(v3Image(store, changed), Number(store.switches['v3-put-status']));
}

// "For file uploads, send a POST request": the words of the update, which lists no POST.
async function updateByForm(api: ApiRequest): Promise<Response> {
  if (api.store.switches['v3-image-form-post'] === '405') return v3Error(405, 'Method Not Allowed');
  const isForm = /^multipart\/form-data\b/i.test(api.request.headers.get('content-type') ?? '');
  return isForm ? update(api) : v3Error(415, 'Unsupported Media Type');
}

function remove({ store, path, id }: ApiRequest): Response {
  const image = imageInView(store, 'v3', id('pid'), id('iid'));
  if (image === undefined) {
    const isProduct = store.tables.product(id('pid')) !== undefined;
    if (isProduct && store.switches['v3-delete-missing-image'] === '204')
      return new Response(null, { status: 204 });
    return v3NotFound(path);
  }
  removeImage(store, image);
  return new Response(null, { status: 204 });
}
