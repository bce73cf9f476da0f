/** Maps → tiles of one picture, a tile a channel. */

/** How tiles are laid out. */
export interface Tiling {
  readonly columns: number;
  readonly rows: number;
  /** Size of a map and the free pixels between two, in the picture's own pixels. */
  readonly map: { readonly width: number; readonly height: number };
  readonly gap: number;
  /** The whole picture's size, in its own pixels. */
  readonly width: number;
  readonly height: number;
}

/** Tiles are not made narrower than this where it can be helped, in CSS pixels. */
const narrowest = 20;

/** Returns the layout of `count` maps in a figure of a width in CSS pixels. */
export function tiling(
  count: number,
  { map, room }: { readonly map: Tiling["map"]; readonly room: number },
): Tiling {
  const fitting = [8, 16, 32].filter(
    (columns) => room / columns >= narrowest && columns * columns <= count * 4,
  );
  const columns = Math.min(count, fitting.at(-1) ?? 8);
  const rows = Math.ceil(count / columns);
  const gap = Math.max(1, Math.round(map.width / 10));
  return {
    columns,
    rows,
    map,
    gap,
    width: columns * (map.width + gap) - gap,
    height: rows * (map.height + gap) - gap,
  };
}

/** Returns the top left corner of a tile, in the picture's own pixels. */
export function tilePlace(
  { columns, map, gap }: Tiling,
  index: number,
): { readonly x: number; readonly y: number } {
  return {
    x: (index % columns) * (map.width + gap),
    y: Math.floor(index / columns) * (map.height + gap),
  };
}

/** Returns which tile lies at a place given in shares of the picture; undefined where none does. */
export function tileAt(
  tiles: Tiling,
  { x, y, count }: { readonly x: number; readonly y: number; readonly count: number },
): number | undefined {
  const column = Math.floor((x * tiles.width) / (tiles.map.width + tiles.gap));
  const row = Math.floor((y * tiles.height) / (tiles.map.height + tiles.gap));
  if (column < 0 || column >= tiles.columns || row < 0 || row >= tiles.rows) return undefined;
  const index = row * tiles.columns + column;
  return index < count ? index : undefined;
}

/** Returns all maps as one picture of numbers; NaN between them, and in a map that is not there. */
export function tiledValues(maps: readonly Float32Array[], tiles: Tiling): Float32Array {
  const picture = new Float32Array(tiles.width * tiles.height).fill(NaN);
  const { width, height } = tiles.map;
  maps.forEach((values, index) => {
    const { x, y } = tilePlace(tiles, index);
    for (let row = 0; row < height; row++) {
      const line = values.subarray(row * width, (row + 1) * width);
      picture.set(line, (y + row) * tiles.width + x);
    }
  });
  return picture;
}
