/** A configuration's text → what is drawn of it without parameters. */

import type {
  Architecture,
  ArchitectureLayer,
  ArchitecturePart,
  ArchitectureSE,
} from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { modelCosts } from "./costs.ts";
import { headsBehind } from "./dependence.ts";
import { type Plan, type PlannedLayer, planNetwork } from "./plan.ts";

/**
 * Returns the layers of a configuration with shapes and costs at a square input of this side in pixels (640).
 * Throws a ReadableError that says the line where the text is no configuration or can't be built.
 */
export function readArchitecture(
  text: string,
  { input = 640 }: { readonly input?: number } = {},
): Architecture {
  const config = readConfig(text);
  const plan = planNetwork(config);
  const { layers, total, se, seShare } = modelCosts(config, { input });
  return {
    ...{ input, total, se, seShare },
    heads: plan.heads,
    layers: plan.layers.map((layer): ArchitectureLayer => {
      const { index, key, line, from, consumers, repeats, output } = layer;
      const side = input / output.stride;
      const cost = layers[index];
      return {
        ...{ index, key, from, consumers, repeats },
        module: line.module,
        channels: output.channels,
        stride: output.stride,
        parameters: cost?.parameters ?? 0,
        line: line.line,
        part: partOf(plan, layer),
        args: line.args.map((value) => JSON.stringify(value)).join(", "),
        within: line.within,
        shape: [side, side, output.channels],
        multiplyAdds: cost?.multiplyAdds ?? 0,
        se: seOf(plan, layer),
      };
    }),
  };
}

function partOf(plan: Plan, { index, line }: PlannedLayer): ArchitecturePart {
  if (index === plan.detect) return "heads";
  return line.section === "backbone" ? "backbone" : "neck";
}

function seOf(plan: Plan, layer: PlannedLayer): ArchitectureSE | undefined {
  const form = layer.plan.se;
  if (!form) return undefined;
  const { index, output } = layer;
  const hidden = layer.plan.units.find(({ name }) => name === form.first)?.outputs;
  return {
    headScale: plan.heads.find((head) => head.layer === index)?.scale,
    hidden: hidden ?? output.channels,
    reduction: output.channels / (hidden ?? output.channels),
    reaches: headsBehind(plan, index),
  };
}
