/** Where in the photograph a detection comes from. */

export { type LayerMap, layerMaps } from "./layer-maps.ts";
export { patchScores } from "./patches.ts";
