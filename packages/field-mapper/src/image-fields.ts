// THE table: every field of a product image, what it is called in V2, V3 and here, and what may be concluded from it.
// Invariant: conversion, comparison and sending agree with this table: comparison is driven by it, the others are
// tested against it. It must not know the network.

export type FieldRelation =
  /** One name, one meaning. */
  | 'same'
  /** Another name, one meaning. */
  | 'renamed'
  /** The meaning changed, even where the name did not. */
  | 'reinterpreted'
  /** One name, one meaning; given by the store and never sent. */
  | 'read-only'
  | 'absent-in-v2'
  | 'absent-in-v3';

/** How two values are compared; `never` means that a difference says nothing. */
export type FieldComparison =
  | 'equal'
  | 'same-path-if-both-shown'
  | 'null-is-empty'
  | 'path-before-stamp'
  | 'never';

/** The V3 names of the fields that a comparison may report. */
export type ComparedField =
  | 'id'
  | 'product_id'
  | 'image_file'
  | 'is_thumbnail'
  | 'sort_order'
  | 'description'
  | 'url_zoom'
  | 'url_standard'
  | 'url_thumbnail'
  | 'url_tiny';

export interface ImageFieldRow {
  /** Where the canonical image keeps it, with dots for depth; undefined where it does not. */
  readonly canonical: string | undefined;
  readonly v2: string | undefined;
  readonly v3: string | undefined;
  readonly relation: FieldRelation;
  /** May a V3 create or update carry it (as JSON or as a multipart part)? */
  readonly writable: boolean;
  readonly compare: { readonly parity: FieldComparison; readonly transfer: FieldComparison };
  readonly reason: string;
}

const sameInBothViews = { parity: 'equal', transfer: 'never' } as const;
const rendition = { parity: 'path-before-stamp', transfer: 'never' } as const;
const never = { parity: 'never', transfer: 'never' } as const;

export const imageFields = [
  {
    canonical: 'imageId',
    v2: 'id',
    v3: 'id',
    relation: 'read-only',
    writable: false,
    compare: sameInBothViews,
    reason:
      'One record behind both views keeps one id; another store gives its own. V2 refuses a request that sends it.',
  },
  {
    canonical: 'productId',
    v2: 'product_id',
    v3: 'product_id',
    relation: 'read-only',
    writable: false,
    compare: sameInBothViews,
    reason: 'The product stands in the path; what it does in a V3 body is undocumented, so it is never sent.',
  },
  {
    canonical: 'imageFile',
    v2: 'image_file',
    v3: 'image_file',
    relation: 'reinterpreted',
    writable: true,
    compare: { parity: 'same-path-if-both-shown', transfer: 'never' },
    reason:
      'Read: the same store-relative path in both, though V3 may leave it out, and of a sample picture it says %%SAMPLE%%/ where V2 says sample_images/. Written: V2 takes an address or a WebDAV import path here, V3 only the picture itself as multipart; an address belongs into image_url.',
  },
  {
    canonical: undefined,
    v2: undefined,
    v3: 'image_url',
    relation: 'absent-in-v2',
    writable: true,
    compare: never,
    reason:
      'Where V3 takes the address (at most 255 characters). V2 refuses the field; V3 does not show it again.',
  },
  {
    canonical: 'isThumbnail',
    v2: 'is_thumbnail',
    v3: 'is_thumbnail',
    relation: 'same',
    writable: true,
    compare: { parity: 'equal', transfer: 'equal' },
    reason: 'One image of a product at a time; setting it clears the others.',
  },
  {
    canonical: 'sortOrder',
    v2: 'sort_order',
    v3: 'sort_order',
    relation: 'same',
    writable: true,
    compare: { parity: 'equal', transfer: 'equal' },
    reason: 'An int32, lower comes first; an update may renumber the images at or after the new place.',
  },
  {
    canonical: 'description',
    v2: 'description',
    v3: 'description',
    relation: 'same',
    writable: true,
    compare: { parity: 'null-is-empty', transfer: 'null-is-empty' },
    reason: 'The alt text. V2 shows none as null, V3 as an empty string: they are equal.',
  },
  {
    canonical: 'urls.zoom',
    v2: 'zoom_url',
    v3: 'url_zoom',
    relation: 'renamed',
    writable: false,
    compare: rendition,
    reason: 'A resized copy, not the original. Host, stamp, size and ?c vary between two reads of one image.',
  },
  {
    canonical: 'urls.standard',
    v2: 'standard_url',
    v3: 'url_standard',
    relation: 'renamed',
    writable: false,
    compare: rendition,
    reason:
      "A resized copy; the documentation swaps its size with the thumbnail's in places, so size means nothing.",
  },
  {
    canonical: 'urls.thumbnail',
    v2: 'thumbnail_url',
    v3: 'url_thumbnail',
    relation: 'renamed',
    writable: false,
    compare: rendition,
    reason: 'A resized copy; see url_standard.',
  },
  {
    canonical: 'urls.tiny',
    v2: 'tiny_url',
    v3: 'url_tiny',
    relation: 'renamed',
    writable: false,
    compare: rendition,
    reason: 'A resized copy.',
  },
  {
    canonical: 'dateCreated',
    v2: 'date_created',
    v3: 'date_modified',
    relation: 'reinterpreted',
    writable: false,
    compare: never,
    reason:
      'V2 says when an image was made (RFC 2822), V3 when it was last changed (ISO 8601): two facts, not two spellings. A V2 file mapped to the V3 shape carries the one in the place of the other, with a warning; they are never compared.',
  },
  {
    canonical: 'dateModified',
    v2: 'date_modified',
    v3: 'date_modified',
    relation: 'absent-in-v2',
    writable: false,
    compare: never,
    reason:
      'Not in the published V2 reference, though some answers carry it. The store keeps it; it moves with every change.',
  },
  {
    canonical: undefined,
    v2: 'is_sample',
    v3: undefined,
    relation: 'absent-in-v3',
    writable: false,
    compare: never,
    reason: 'Marks the pictures of a new store; unpublished, and V3 has no place for it.',
  },
] as const satisfies readonly ImageFieldRow[];
