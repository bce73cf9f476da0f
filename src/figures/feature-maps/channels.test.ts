import { expect, test } from "vitest";
import { findLayer, standoutChannels } from "../../explain/index.ts";
import { testTrace } from "../testing/trace.ts";
import { choiceInWords, shownChannels } from "./channels.ts";

const shown = (
  layer: string,
  { chosen = [], ...options }: { chosen?: number[]; reference?: boolean; weight?: number } = {},
) => {
  const trace = testTrace(options);
  return shownChannels(trace, findLayer(trace.model, layer), { chosen });
};

test("chosen channels, in their order, less the ones that the layer has not", () => {
  const found = shown("P3", { chosen: [9, 64, 2] });
  expect(found.choice).toBe("chosen");
  expect(found.channels.map(({ channel }) => channel)).toEqual([9, 2]);
  expect(found.channels[0]).toMatchObject({
    weight: testTrace().channelWeights("P3").excitation[9],
    standing: undefined,
  });
  expect(choiceInWords(found)).toBe("The 2 chosen channels.");
});

test("nothing chosen: three raised and three lowered, against what is usual", () => {
  const found = shown("P4");
  const { raised, lowered } = standoutChannels(testTrace(), "P4", { count: 3 });
  expect(found.choice).toBe("reference");
  expect(found.channels.map(({ channel }) => channel)).toEqual([...raised, ...lowered]);
  expect(found.channels.map(({ standing }) => standing)).toEqual([
    ...["raised", "raised", "raised"],
    ...["lowered", "lowered", "lowered"],
  ]);
  expect(shown("P4", { reference: false }).choice).toBe("neutral");
});

test.each([
  ["without channel weights", "9", {}],
  ["where nothing stands out", "P3", { reference: false, weight: 0.5 }],
])("the first channels of a layer %s", (_, layer, options) => {
  const found = shown(layer, options);
  expect(found.choice).toBe("first");
  expect(found.channels.map(({ channel }) => channel)).toEqual([0, 1, 2, 3, 4, 5]);
});
