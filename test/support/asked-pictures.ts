// Which pictures are asked for, and how: by HEAD, by their first bytes, or whole.
import type { ContentHttp } from '@cutover/image-content';

export interface AskedPicture {
  readonly url: string;
  readonly how: 'HEAD' | 'first bytes' | 'all';
}

/** The same pictures, and what is asked for from now on. */
export function noting<Content extends ContentHttp>(
  content: Content,
): { readonly content: Content; readonly asked: AskedPicture[] } {
  const asked: AskedPicture[] = [];
  return {
    asked,
    content: {
      ...content,
      async head(url, options) {
        asked.push({ url, how: 'HEAD' });
        return await content.head(url, options);
      },
      async get(url, options) {
        asked.push({ url, how: options?.rangeBytes === undefined ? 'all' : 'first bytes' });
        return await content.get(url, options);
      },
    },
  };
}
