/** An edit of an SE block → tensors that stand in for the block's own squeeze or channel weights. */

import { type Rank, type Tensor, reshape, tidy } from "@tensorflow/tfjs-core";
import type { SEBlock } from "../../import/index.ts";
import { activate, partsOf } from "../../network/modules/se-parts.ts";
import type { SEEdit } from "../../trace/index.ts";
import type { Executor } from "./executor.ts";
import { channelsLast } from "./picture.ts";

/** Gives the graph another squeeze, or other channel weights, for one block: `give` takes the node and its tensor. */
export async function applyEdit(
  executor: Executor,
  {
    block,
    edit,
    given,
    give,
  }: {
    readonly block: SEBlock;
    readonly edit: SEEdit;
    readonly given: ReadonlyMap<string, Tensor>;
    give(name: string, value: Tensor): void;
  },
): Promise<void> {
  const parts = partsOf(edit, block.gate);
  if (edit.squeeze !== undefined && edit.squeeze !== "mean") {
    await replace(executor, {
      ...{ given, give, name: block.squeeze, from: block.map },
      by: (map) => parts.squeeze(channelsLast(map, block)),
    });
  }
  const { weights, gate } = edit;
  if (weights === undefined && (gate === undefined || gate === block.gate)) return;
  await replace(executor, {
    ...{ given, give, name: block.excitation, from: block.sums ?? block.excitation },
    by: (sums) => {
      const flat = reshape<Rank.R2>(sums, [1, block.channels]);
      return weights || !gate ? parts.gate(flat) : activate(gate, flat);
    },
  });
}

async function replace(
  executor: Executor,
  {
    given,
    give,
    name,
    from,
    by,
  }: {
    readonly given: ReadonlyMap<string, Tensor>;
    give(name: string, value: Tensor): void;
    readonly name: string;
    readonly from: string;
    by(value: Tensor): Tensor;
  },
): Promise<void> {
  const results = await executor.run(given, [from, name]);
  try {
    const [value, shape] = [results.get(from), results.get(name)?.shape];
    if (!value || !shape) throw new Error(`${from} was not computed`);
    give(
      name,
      tidy(() => reshape(by(value), shape)),
    );
  } finally {
    for (const one of results.values()) one.dispose();
  }
}
