/** The worker: a Core behind Comlink's door. */

import { expose, transfer } from "comlink";
import { Core } from "./core.ts";
import { carryErrors } from "./errors.ts";

/** Feature maps are many numbers that the worker doesn't need any more: they move and are not copied. */
class WorkerCore extends Core {
  override async featureMaps(...request: Parameters<Core["featureMaps"]>) {
    const maps = await super.featureMaps(...request);
    const buffers = maps.values.flatMap(({ buffer }) =>
      buffer instanceof ArrayBuffer ? [buffer] : [],
    );
    return transfer(maps, buffers);
  }
}

// Started from its file, it would not have the page's Content-Security-Policy: see connection.ts.
if (location.protocol !== "blob:") throw new Error("The engine's worker starts from a blob.");
carryErrors();
expose(new WorkerCore());
