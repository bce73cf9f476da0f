/** Heat maps → the rows of a table. */

import type { Photo } from "../../trace/index.ts";
import { cellBox } from "../parts/place.ts";
import type { Row } from "../parts/save/save.ts";
import type { HeatCard } from "./cards.ts";
import { cellsOf, gridOf } from "./cells.ts";

/** Returns one row a map and cell on the photograph, with what the cell covers in the photograph's pixels. */
export function heatRows(cards: readonly HeatCard[], photo: Photo): Row[] {
  return cards.flatMap(({ map }) =>
    cellsOf(map).map(({ row, column, value }) => ({
      ...{ method: map.method, layer: map.layer, target: map.target, row, column },
      ...cellBox({ letterbox: map.letterbox, photo }, gridOf(map), { row, column }),
      value,
    })),
  );
}
