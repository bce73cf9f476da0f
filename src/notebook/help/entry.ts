/** What the page can say about one name that a cell may use. */

/** One name of the cell library, as docs/cells.md describes it. */
export interface HelpEntry {
  /** The name as a cell writes it: "inspect". */
  readonly name: string;
  /** How it is written with its arguments: "inspect(photo, {size})"; the name alone for a plain value. */
  readonly signature: string;
  /** One or two sentences of plain text. */
  readonly summary: string;
  /** The whole description as HTML, its examples too; made from our own text when the project is built. */
  readonly html: string;
  /** The first example: the source of a JavaScript cell. */
  readonly example: string;
  /** The heading that it stands under: "Figures". */
  readonly section: string;
}
