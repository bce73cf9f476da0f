import { expect, test } from "vitest";
import { answerRows, maskChannel, topClasses } from "./answer.ts";

test("classes come best first, with their names", () => {
  const probabilities = Float32Array.of(0.1, 0.7, 0.2);
  const answer = { kind: "classes", probabilities, softmaxAdded: false } as const;
  expect(topClasses(answer, { classes: ["cat", "dog"] }, 2)).toEqual([
    { index: 1, name: "dog", probability: expect.closeTo(0.7) },
    { index: 2, name: "class 2", probability: expect.closeTo(0.2) },
  ]);
  expect(answerRows(answer, { classes: [] }, 0)).toHaveLength(3);
});

test("one channel of a mask; shares keep their range, other numbers get their own", () => {
  const shape = { kind: "mask", height: 1, width: 2, channels: 2 } as const;
  const shares = { ...shape, values: Float32Array.of(0.1, 0.9, 0.2, 0.75) };
  expect([...maskChannel(shares, 1).values]).toEqual([expect.closeTo(0.9), 0.75]);
  expect(maskChannel(shares, 1)).toMatchObject({ low: 0, high: 1 });
  const logits = { ...shape, values: Float32Array.of(-3, 0, 5, 0) };
  expect(maskChannel(logits, 0)).toMatchObject({ low: -3, high: 5 });
  expect(answerRows(logits, { classes: [] }, 0)[1]).toEqual({ row: 0, column: 1, value: 5 });
});
