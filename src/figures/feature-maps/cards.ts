/** Shown channels and fetched maps → one card a channel, all on one colour scale. */

import { activationRange, type ActivationRange, summariseMap } from "../../explain/index.ts";
import type { FeatureMaps } from "../../trace/index.ts";
import { activation, deviations, share } from "../parts/format.ts";
import type { ShownChannel } from "./channels.ts";
import type { LoadedMaps } from "./loader.svelte.ts";
import type { Cell, Grid } from "../parts/place.ts";

/** One map of a card. */
export interface CardMap {
  readonly stage: "before" | "after" | "map";
  /** "after ×0.82". */
  readonly caption: string;
  /** What it shows, for those who don't see it. */
  readonly description: string;
  /** Undefined while it is awaited. */
  readonly values: Float32Array | undefined;
}

/** One channel with its maps. */
export interface Card extends ShownChannel {
  /** "s = 0.82, +1.2 sd from usual": what SE did to it; "" in a layer without channel weights. */
  readonly subtitle: string;
  readonly maps: readonly CardMap[];
}

/** Every card, and what they have in common. */
export interface Cards {
  readonly cards: readonly Card[];
  readonly range: ActivationRange;
  /** Size of the maps; undefined while the first ones are awaited. */
  readonly grid: Grid | undefined;
}

/** Returns the cards of some channels; maps that have not come yet are left open. */
export function mapCards(
  channels: readonly ShownChannel[],
  { loaded, recalibrated }: { loaded: LoadedMaps | undefined; recalibrated: boolean },
): Cards {
  const cards = channels.map((channel): Card => ({
    ...channel,
    subtitle: subtitle(channel),
    maps: recalibrated
      ? [
          cardMap(channel, { stage: "before", maps: loaded?.before }),
          cardMap(channel, { stage: "after", maps: loaded?.after }),
        ]
      : [cardMap(channel, { stage: "map", maps: loaded?.after })],
  }));
  const values = cards.flatMap(({ maps }) => maps.flatMap((map) => map.values ?? []));
  return {
    cards,
    range: activationRange(values),
    grid: loaded && { width: loaded.after.width, height: loaded.after.height },
  };
}

/** Returns the activation at a cell; undefined while the map is awaited. */
export function activationAt(
  { values }: CardMap,
  { width }: Grid,
  { row, column }: Cell,
): number | undefined {
  return values?.[row * width + column];
}

function cardMap(
  { channel, weight }: ShownChannel,
  { stage, maps }: { stage: CardMap["stage"]; maps: FeatureMaps | undefined },
): CardMap {
  const index = maps?.channels.indexOf(channel) ?? -1;
  const values = index < 0 ? undefined : maps?.values[index];
  const name = `channel ${String(channel)}${stage === "map" ? "" : `, ${stage} recalibration`}`;
  return {
    stage,
    caption: caption(stage, weight),
    description: describe(name, { values, maps }),
    values,
  };
}

function caption(stage: CardMap["stage"], weight: number | undefined): string {
  switch (stage) {
    case "before":
      return "before ×1.00";
    case "after":
      return `after ×${share(weight ?? 1)}`;
    case "map":
      return "activation";
  }
}

function describe(
  name: string,
  { values, maps }: { values: Float32Array | undefined; maps: FeatureMaps | undefined },
): string {
  if (!values || !maps) return `${name}: not fetched yet`;
  const { mean, largest } = summariseMap(values, maps.width);
  return (
    `${name}: mean activation ${activation(mean)}, largest ${activation(largest.value)} ` +
    `at row ${String(largest.row)}, column ${String(largest.column)} ` +
    `of ${String(maps.height)} by ${String(maps.width)}`
  );
}

function subtitle({ weight, difference }: ShownChannel): string {
  if (weight === undefined) return "";
  const s = `s = ${share(weight)}`;
  return difference === undefined ? s : `${s}, ${deviations(difference)} sd from usual`;
}
