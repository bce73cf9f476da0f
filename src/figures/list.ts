/** Every figure there is: to add one, add its folder and one line here. Each is loaded when it is first asked for. */

import type { FigureDefinition } from "./figure.ts";

/** Loads a figure. */
export type LoadFigure = () => Promise<FigureDefinition>;

/** All figures by the name that a cell calls them, in the order in which a newcomer meets them. */
export const figures: Readonly<Record<string, LoadFigure>> = {
  Detections: () => import("./detections/index.ts").then((module) => module.detections),
  ChannelWeights: () =>
    import("./channel-weights/index.ts").then((module) => module.channelWeights),
  FeatureMaps: () => import("./feature-maps/index.ts").then((module) => module.featureMaps),
  SqueezeExcite: () => import("./squeeze-excite/index.ts").then((module) => module.squeezeExcite),
  CompareDetections: () =>
    import("./compare-detections/index.ts").then((module) => module.compareDetections),
  ChannelMixer: () => import("./channel-mixer/index.ts").then((module) => module.channelMixer),
  Waterfall: () => import("./waterfall/index.ts").then((module) => module.waterfall),
  Agreement: () => import("./agreement/index.ts").then((module) => module.agreement),
  HeatMap: () => import("./heat-map/index.ts").then((module) => module.heatMap),
  Faithfulness: () => import("./faithfulness/index.ts").then((module) => module.faithfulness),
};

/** Resolves with all figures, in the order of the list. */
export async function loadFigures(): Promise<readonly FigureDefinition[]> {
  return Promise.all(Object.values(figures).map((load) => load()));
}
