/** Keeps a notebook's thumbnail as its page changes. */

import type { Keep } from "../../notebook/keep/keep.ts";
import type { KeptSession } from "../../notebook/keep/kept-session.ts";
import { makeThumbnail } from "./thumbnail.ts";

/** Milliseconds without a change of the page until the thumbnail is made. */
const rest = 3_000;

/**
 * Makes the thumbnail of a kept notebook when its page has been still for three seconds; returns what ends
 * that. A notebook that is not kept gets none until it is.
 */
export function followThumbnail({
  article,
  kept,
  keep,
  pause = rest,
}: {
  readonly article: HTMLElement;
  readonly kept: KeptSession;
  readonly keep: Pick<Keep, "setThumbnail">;
  /** Milliseconds in place of the three seconds. */
  readonly pause?: number;
}): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const make = async (): Promise<void> => {
    if (ended || !kept.kept || kept.unsaved || document.visibilityState === "hidden") return;
    const thumbnail = await makeThumbnail(article);
    // A thumbnail that is not kept is no loss that anybody must be told of.
    if (thumbnail && !ended) await keep.setThumbnail(kept.id, thumbnail).catch(() => undefined);
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void make(), pause);
  };
  const observer = new MutationObserver(wait);
  observer.observe(article, { childList: true, subtree: true });
  const unwatch = kept.watch(wait);
  wait();
  return () => {
    ended = true;
    clearTimeout(timer);
    observer.disconnect();
    unwatch();
  };
}
