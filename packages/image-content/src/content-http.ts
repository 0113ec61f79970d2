// What this package needs of whoever fetches pictures: HEAD and GET, and failures that name their `reason`.
import type { ContentHttp as WholeContentHttp } from '@cutover/store-http';

export type { ContentAnswer } from '@cutover/store-http';

/** The asking half of store-http's `ContentHttp`; closing it is its owner's business. */
export type ContentHttp = Pick<WholeContentHttp, 'head' | 'get'>;
