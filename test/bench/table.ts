/** Formats rows as a Markdown table that also reads well in a terminal. */

/** A column's heading and the side its cells are set to. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** Returns the table's lines joined by newlines; a cell that is missing in a row stays empty. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title }, c) =>
    Math.max(3, title.length, ...rows.map((row) => (row[c] ?? "").length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const set = (cells: readonly string[]): string =>
    line(
      columns.map(({ align }, c) => {
        const cell = cells[c] ?? "";
        const width = widths[c] ?? 0;
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      }),
    );
  const rule = columns.map(({ align }, c) => {
    const dashes = "-".repeat((widths[c] ?? 0) - 1);
    return align === "right" ? `${dashes}:` : `${dashes}-`;
  });
  return [set(columns.map(({ title }) => title)), line(rule), ...rows.map(set)].join("\n");
}
