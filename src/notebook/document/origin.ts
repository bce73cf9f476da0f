/** What is remembered of a notebook's file, so that writing it keeps every byte that did not change. */

import type { NotebookCell, NotebookTheme } from "./cell.ts";

/** From where to where a part reaches in the text. */
export type Span = readonly [from: number, to: number];

/** A cell of the file. */
export interface WrittenCell {
  readonly cell: NotebookCell;
  /** From "<script" to behind "</script>". */
  readonly span: Span;
  /** Its id attribute as it is written; null without one. */
  readonly idAttribute: string | null;
  /** Attributes that the format does not know. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

/** Where things lie in the text. */
export interface Places {
  readonly cells: readonly WrittenCell[];
  /** What is between "<title>" and "</title>"; undefined where the file has no title. */
  readonly title?: Span;
  /** Behind the tag "<notebook>". */
  readonly start: number;
  /** Where the first cell goes in a notebook without cells. */
  readonly firstCell: number;
}

/** A notebook's file as it was read. */
export interface NotebookText {
  readonly text: string;
  readonly title: string;
  readonly theme: NotebookTheme;
  readonly readOnly: boolean;
  readonly cells: readonly NotebookCell[];
  /** Undefined where the text is too odd to be changed in its place; then a change writes it anew. */
  readonly places?: Places;
}
