/** Saves a figure as a file. */

import { csvFormat } from "d3";
import { figureAsSVG } from "./as-svg.ts";
import { svgAsPNG } from "./as-png.ts";

/** One row of a table: column name → value. */
export type Row = Readonly<Record<string, string | number | undefined>>;

/** The kinds of file that every figure can be saved as. */
export const fileKinds = ["SVG", "PNG", "CSV"] as const;
/** One of them. */
export type FileKind = (typeof fileKinds)[number];

/** What is saved. */
export interface SavedFigure {
  /** File name without its ending. */
  readonly name: string;
  readonly rows: () => readonly Row[];
  readonly figure: HTMLElement;
}

/** Hands the person the figure as a file. Rejects where the browser can't make it. */
export async function saveFigure(kind: FileKind, saved: SavedFigure): Promise<void> {
  download(await figureFile(kind, saved), `${fileName(saved.name)}.${kind.toLowerCase()}`);
}

/** Returns the figure as a file's content. */
export async function figureFile(
  kind: FileKind,
  { rows, figure }: Pick<SavedFigure, "rows" | "figure">,
): Promise<Blob> {
  switch (kind) {
    case "CSV":
      return new Blob([csvFormat([...rows()])], { type: "text/csv" });
    case "SVG":
      return new Blob([figureAsSVG(figure)], { type: "image/svg+xml" });
    case "PNG":
      return svgAsPNG(figureAsSVG(figure));
  }
}

/** Returns a name as every file system takes it, without the ending of the photograph's own file. */
export function fileName(name: string): string {
  const bare = name.replace(/\.\w{2,5}$/, "").replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  return bare.replaceAll(/^-|-$/g, "").slice(0, 100) || "figure";
}

function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
