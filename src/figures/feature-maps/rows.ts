/** Feature maps → the rows of a table. */

import type { Letterbox } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";
import { activationAt, type Cards } from "./cards.ts";
import { cellsOnPhoto } from "../parts/place.ts";

/** Returns one row a channel and cell on the photograph, with a column a map. */
export function mapRows({ cards, grid }: Cards, letterbox: Letterbox): Row[] {
  if (!grid) return [];
  const cells = cellsOnPhoto(letterbox, grid);
  return cards.flatMap(({ channel, weight, maps }) =>
    cells.map((cell) => ({
      channel,
      weight,
      row: cell.row,
      column: cell.column,
      ...Object.fromEntries(
        maps.map((map) => [
          map.stage === "map" ? "activation" : map.stage,
          activationAt(map, grid, cell),
        ]),
      ),
    })),
  );
}
