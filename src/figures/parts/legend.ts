/** What a legend names. */

/** One colour or mark with its name, and a number or word that belongs to it. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly mark?: "dot" | "tick" | "ring" | "dashed" | "square";
  readonly note?: string;
}
