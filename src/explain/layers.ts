/** Finds layers by the names that people give them. */

import {
  type Layer,
  type LayerKey,
  type Model,
  ReadableError,
  type SELayer,
} from "../trace/index.ts";

/** Returns an SE layer by its key or index. Throws a ReadableError that lists the SE layers there are. */
export function findSELayer(model: Model, layer: LayerKey): SELayer {
  const found = model.seLayers.find(({ key, index }) => key === layer || String(index) === layer);
  if (found) return found;
  if (model.seLayers.length === 0) throw withoutSE();
  throw new ReadableError({
    what: `Layer ${layer} has no channel weights`,
    expected: `an SE layer, one of ${model.seLayers.map(({ key }) => key).join(", ")}`,
    todo: "Name one of these",
  });
}

/** Returns any layer by its key or index. Throws a ReadableError that says which layers there are. */
export function findLayer(model: Model, layer: LayerKey): Layer {
  const found = model.layers.find(({ key, index }) => key === layer || String(index) === layer);
  if (found) return found;
  const last = model.layers.at(-1)?.index ?? 0;
  const named = model.seLayers.map(({ key }) => key).join(", ");
  throw new ReadableError({
    what: `The network has no layer ${layer}`,
    expected: `an index from 0 to ${String(last)}${named && `, or one of ${named}`}`,
    todo: "Name one of these",
  });
}

/** Returns the key of the first SE layer, the one that figures show where none is named; "0" without any. */
export function firstSELayer(model: Model): LayerKey {
  return model.seLayers[0]?.key ?? "0";
}

/** Returns what a person is told where channel weights are asked of a network that has none. */
function withoutSE(): ReadableError {
  return new ReadableError({
    what: "This network has no SE layer, so there are no channel weights",
    todo: "Look at its feature maps, or choose another network in the page's header",
  });
}
