/** A planned configuration → the rows of a table. */

import type { Architecture } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";

/** Returns one row a layer. */
export function architectureRows({ layers }: Pick<Architecture, "layers">): Row[] {
  return layers.map((layer) => ({
    layer: layer.index,
    key: layer.key,
    part: layer.part,
    module: layer.module,
    written_as: layer.within ?? layer.module,
    arguments: layer.args,
    from: layer.from.join(" "),
    repeats: layer.repeats,
    height: layer.shape[0],
    width: layer.shape[1],
    channels: layer.shape[2],
    stride: layer.stride,
    parameters: layer.parameters,
    multiply_adds: layer.multiplyAdds,
    se_hidden: layer.se?.hidden,
    se_reduction: layer.se?.reduction,
    se_reaches: layer.se?.reaches.join(" "),
    line: layer.line,
  }));
}
