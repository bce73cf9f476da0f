/** What the page says of something that was just done. */

/** A short sentence, and a way to take it back. */
export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}
