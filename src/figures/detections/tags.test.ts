import { expect, test } from "vitest";
import { placeTags, tagHeight, type Tag } from "./tags.ts";

const area = { width: 200, height: 150 };
const meet = (a: Tag, b: Tag): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("above its box, and inside where there is no room above", () => {
  const box = { x: 20, y: 40, width: 60, height: 50 };
  expect(placeTags([{ box, width: 50 }], area)).toEqual([
    { x: 20, y: 40 - tagHeight, width: 50, height: tagHeight },
  ]);
  expect(placeTags([{ box: { ...box, y: 5 }, width: 50 }], area)[0]).toMatchObject({ y: 5 });
});

test("moved into the area", () => {
  const box = { x: 180, y: 60, width: 20, height: 20 };
  expect(placeTags([{ box, width: 60 }], area)[0]?.x).toBe(140);
});

test("no two cover each other, and what finds no place has none", () => {
  const box = { x: 40, y: 40, width: 60, height: 60 };
  const placed = placeTags(
    Array.from({ length: 12 }, () => ({ box, width: 55 })),
    area,
  );
  const tags = placed.filter((tag) => tag !== undefined);
  expect(tags.length).toBeGreaterThan(2);
  expect(placed).toContain(undefined);
  tags.forEach((a, i) => {
    for (const b of tags.slice(i + 1)) expect(meet(a, b)).toBe(false);
  });
});
