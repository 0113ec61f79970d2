// Who gets a token should not be a surprise: an API that is not BigCommerce's is said, whatever has chosen it.
import type { Context } from '../context.ts';
import { visible } from '../terminal/visible.ts';

const BIGCOMMERCE = 'https://api.bigcommerce.com';

/** Said always, before a request. */
export function tellOtherApis({ out }: Pick<Context, 'out'>, apis: Iterable<string>): void {
  for (const api of new Set(apis))
    if (api !== BIGCOMMERCE) out.warn(`Tokens go to ${visible(api)}, which is not BigCommerce's API.`);
}

/** A journal may have come with the folder, and the command that it proposes is pasted. */
export function tellApisOfCommand({ out }: Pick<Context, 'out'>, command: string): void {
  for (const [, api = ''] of command.matchAll(/ '?--(?:source|target)-api'? (\S+)/gu))
    if (api !== BIGCOMMERCE)
      out.warn(
        `With that command tokens go to ${visible(api)}, which is not BigCommerce's API; the journal says so.`,
      );
}
