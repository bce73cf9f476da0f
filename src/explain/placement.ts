/** Where a configuration's SE layers stand, and what that means for an edit: sentences for a person. */

import { group } from "d3-array";
import type { Architecture, ArchitectureLayer, ArchitectureSE, HeadScale } from "../trace/index.ts";

/** An SE layer of a configuration. */
export type PlacedSE = ArchitectureLayer & { readonly se: ArchitectureSE };

/** Returns the SE layers of a configuration, in its order. */
export function placedSE({ layers }: Pick<Architecture, "layers">): PlacedSE[] {
  return layers.flatMap((layer) => (layer.se ? [{ ...layer, se: layer.se }] : []));
}

/** Returns "P3, P4 and P5". */
export function listed(words: readonly string[]): string {
  const [last, ...before] = [...words].reverse();
  if (last === undefined) return "none";
  return before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`;
}

/**
 * Returns what an edit of the SE layers changes. SE before the head is in line where later layers read what it
 * leaves as well, appended where the head alone reads it.
 */
export function placementSentence(architecture: Pick<Architecture, "layers">): string {
  const all = placedSE(architecture);
  if (all.length === 0) return "There is no SE layer in this network, so there is nothing to edit.";
  const atHeads = all.filter(({ se }) => se.headScale !== undefined);
  const others = all.filter(({ se }) => se.headScale === undefined);
  return [...headSentences(atHeads), ...otherSentences(others)].join(" ");
}

function headSentences(layers: readonly PlacedSE[]): string[] {
  const first = layers[0]?.se.headScale;
  if (first === undefined) return [];
  const where = `SE at ${listed(layers.map(({ key }) => key))}`;
  if (layers.every(({ se }) => se.reaches.length === 1)) {
    return [
      `${where} is appended: the head alone reads what it leaves. An edit changes the boxes of its own head scale and no others.`,
    ];
  }
  const each = layers.map(({ key, se }, k) =>
    k === 0
      ? `An edit at ${key} changes ${boxesOf(se.reaches)}`
      : `at ${key} ${boxesOf(se.reaches)}`,
  );
  return [`${where} is in line: later layers are built on what it leaves. ${each.join(", ")}.`];
}

function otherSentences(layers: readonly PlacedSE[]): string[] {
  const groups = group(layers, ({ se }) => se.reaches.join(" "));
  return [...groups.values()].map((alike) => {
    const noun = alike.length === 1 ? "layer" : "layers";
    const where = `${noun} ${listed(alike.map(({ key }) => key))}`;
    const reaches = alike[0]?.se.reaches ?? [];
    return reaches.length === 0
      ? `No head reads what the SE in ${where} leaves.`
      : `The SE in ${where} stands further from the heads: an edit there changes ${boxesOf(reaches)}.`;
  });
}

function boxesOf(scales: readonly HeadScale[]): string {
  return `the boxes of ${listed(scales)}`;
}
