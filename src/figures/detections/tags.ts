/** Places labels at boxes so that no two cover each other. */

/** A label's place. */
export interface Tag {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box that wants a label of a width. */
export interface Labelled {
  readonly box: Tag;
  readonly width: number;
}

/** Height of every label, in pixels. */
export const tagHeight = 18;

/**
 * Returns a place for every label, the first ones served first: above its box, else inside at the top, else
 * below or inside at the bottom, at the left edge or the right one, within the area; undefined where each
 * place is taken.
 */
export function placeTags(
  labels: readonly Labelled[],
  area: { readonly width: number; readonly height: number },
): (Tag | undefined)[] {
  const taken: Tag[] = [];
  return labels.map((label) => {
    const found = places(label)
      .map((place) => ({ ...place, x: Math.max(0, Math.min(place.x, area.width - place.width)) }))
      .find(
        (place) =>
          place.y >= 0 &&
          place.y + place.height <= area.height &&
          !taken.some((other) => meet(place, other)),
      );
    if (found) taken.push(found);
    return found;
  });
}

function places({ box, width }: Labelled): Tag[] {
  const [left, right] = [box.x, box.x + box.width - width];
  const bottom = box.y + box.height;
  const heights = [box.y - tagHeight, box.y, bottom, bottom - tagHeight];
  return heights.flatMap((y) => [left, right].map((x) => ({ x, y, width, height: tagHeight })));
}

function meet(a: Tag, b: Tag): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
