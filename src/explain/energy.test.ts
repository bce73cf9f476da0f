import { expect, test } from "vitest";
import { energyMovers, mapEnergy } from "./energy.ts";

const before = [Float32Array.of(1, 2), Float32Array.of(3, 0), Float32Array.of(0, 0)];
const after = [Float32Array.of(1, 2), Float32Array.of(1, 0), Float32Array.of(0, 0)];

test("energies and shares before and after", () => {
  const energy = mapEnergy(before, after);
  expect([energy.before, energy.after]).toEqual([14, 6]);
  expect(energy.passed).toBeCloseTo(6 / 14);
  expect(energy.channels[0]).toEqual({
    ...{ channel: 0, before: 5, after: 5 },
    shareBefore: 5 / 14,
    shareAfter: 5 / 6,
  });
});

test("a channel that loses less than the others gains a share", () => {
  const { gained, lost } = energyMovers(mapEnergy(before, after), { count: 4 });
  expect(gained.map(({ channel }) => channel)).toEqual([0]);
  expect(lost.map(({ channel }) => channel)).toEqual([1]);
});

test("a map of zeros passes whole and has no shares", () => {
  const zeros = [new Float32Array(4)];
  expect(mapEnergy(zeros, zeros)).toMatchObject({ passed: 1, channels: [{ shareAfter: 0 }] });
});
