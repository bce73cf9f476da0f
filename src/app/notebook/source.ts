/** Where the notebook that a page shows comes from. */

import type { NotebookCard } from "../../notebook/compiled.ts";

/** A notebook that came with the app, one that this browser keeps, or one that the page's address carries. */
export type NotebookSource =
  | { readonly kind: "shipped"; readonly card: NotebookCard }
  | { readonly kind: "mine"; readonly id: string }
  | { readonly kind: "link"; readonly payload: string };
