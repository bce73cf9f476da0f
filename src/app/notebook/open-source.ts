/** Opens the notebook that the page's address names. */

import notebooks from "virtual:notebooks";
import type { NotebookCard } from "../../notebook/compiled.ts";
import { readNotebook } from "../../notebook/document/notebook.ts";
import type { Keep } from "../../notebook/keep/keep.ts";
import type { KeptSession } from "../../notebook/keep/kept-session.ts";
import type { NotebookSource } from "./source.ts";
import type { Shipped } from "./start-running.ts";

/** An open notebook. */
export interface Opened {
  readonly keep: Keep;
  readonly kept: KeptSession;
  /** The shipped notebook that it is, or is a copy of. */
  readonly shipped: Shipped | undefined;
}

/** Resolves with the notebook. Rejects with a ReadableError where there is none, or it can't be read. */
export async function openSource(source: NotebookSource, keep: Keep): Promise<Opened> {
  switch (source.kind) {
    case "shipped":
      return openShipped(source.card, keep);
    case "mine": {
      const kept = await keep.session(source.id);
      const card = cardOf(kept.notebook.base);
      return { keep, kept, shipped: card && (await load(card)).shipped };
    }
    case "link":
      return openLink(source.payload, keep);
  }
}

async function openLink(payload: string, keep: Keep): Promise<Opened> {
  const { readLink } = await import("../../notebook/files/link.ts");
  const { text, states } = await readLink(payload);
  readNotebook(text);
  const trusted = await keep.isTrusted(text);
  return { keep, kept: keep.draft({ text, origin: "link", trusted, states }), shipped: undefined };
}

/** Returns what a link to a shipped notebook says was set in it: "#/channel-weights?view=…". */
async function statesInAddress(): Promise<Readonly<Record<string, unknown>>> {
  const view = new URLSearchParams(location.hash.split("?", 2)[1] ?? "").get("view");
  if (view === null) return {};
  const { statesFromAddress } = await import("../../notebook/files/states.ts");
  return statesFromAddress(view);
}

async function openShipped(card: NotebookCard, keep: Keep): Promise<Opened> {
  const { text, shipped } = await load(card);
  const states = await statesInAddress();
  const { name: base } = card;
  const kept = keep.draft({ text, origin: "copy", base, trusted: true, states });
  return { keep, kept, shipped };
}

async function load(
  card: NotebookCard,
): Promise<{ readonly text: string; readonly shipped: Shipped }> {
  const [text, compiled] = await Promise.all([card.text(), card.load()]);
  return { text, shipped: { notebook: readNotebook(text), compiled } };
}

function cardOf(name: string | undefined): NotebookCard | undefined {
  return notebooks.find((card) => card.name === name);
}
