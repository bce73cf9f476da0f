/** Every figure there is: to add one, add its folder and one line here. */

import { agreement } from "./agreement/index.ts";
import { channelMixer } from "./channel-mixer/index.ts";
import { channelWeights } from "./channel-weights/index.ts";
import { compareDetections } from "./compare-detections/index.ts";
import { detections } from "./detections/index.ts";
import { featureMaps } from "./feature-maps/index.ts";
import { faithfulness } from "./faithfulness/index.ts";
import type { FigureDefinition } from "./figure.ts";
import { heatMap } from "./heat-map/index.ts";
import { squeezeExcite } from "./squeeze-excite/index.ts";
import { waterfall } from "./waterfall/index.ts";

/** All figures, in the order in which a newcomer meets them. */
export const figures: readonly FigureDefinition[] = [
  detections,
  channelWeights,
  featureMaps,
  squeezeExcite,
  compareDetections,
  channelMixer,
  waterfall,
  agreement,
  heatMap,
  faithfulness,
];
