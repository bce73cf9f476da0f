/** Notebooks for the tests of keeping, and a store that can be made to refuse. */

import type { Documents } from "../documents.ts";
import { type Store, memoryStore } from "../store.ts";

/** Returns a notebook's file with a title and one paragraph. */
export function textOf(title: string, paragraph = "Words."): string {
  return `<!doctype html>\n<notebook>\n  <title>${title}</title>\n  <script id="1" type="text/markdown">\n    # ${title}\n\n    ${paragraph}\n  </script>\n</notebook>\n`;
}

/** Reads titles without a parser of HTML. */
export const simpleDocuments: Documents = {
  describe: (text) => ({ title: /<title>(.*)<\/title>/.exec(text)?.[1] ?? "", summary: "" }),
  retitle: (text, title) => text.replace(/<title>.*<\/title>/, `<title>${title}</title>`),
};

/** A store in memory whose writing fails while `refusal` is set. */
export interface FailingStore extends Store {
  refusal: Error | undefined;
}

/** Returns a store that refuses nothing yet. */
export function failingStore(): FailingStore {
  const store = memoryStore();
  const failing: FailingStore = {
    ...store,
    refusal: undefined,
    update: (...parts) =>
      failing.refusal ? Promise.reject(failing.refusal) : store.update(...parts),
  };
  return failing;
}
