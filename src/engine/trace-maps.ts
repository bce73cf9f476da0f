/** A trace's way back to its feature maps, also after the Core that had them is gone. */

import { ReadableError, type Trace } from "../trace/index.ts";
import type { Home } from "./home.ts";
import type { Keeper } from "./keeper.ts";

/** Returns a trace's `featureMaps` and `release`. */
export function mapsOf(keeper: Keeper, home: Home): Pick<Trace, "featureMaps" | "release"> {
  const check = (): void => {
    if (!home.released) return;
    throw new ReadableError({
      what: "The feature maps were released",
      todo: "Run the network again",
    });
  };
  return {
    async featureMaps(layer, { channels, at = "output" } = {}) {
      return keeper.ask((connection) => {
        check();
        return home.use(connection, (handle) => {
          check();
          return connection.core.featureMaps({ handle, layer, channels, at });
        });
      });
    },
    release() {
      home.release();
    },
  };
}
