/** A trace's way back to its feature maps, also after the Core that had them is gone. */

import { type Photo, ReadableError, type Trace } from "../trace/index.ts";
import type { Connection } from "./connection.ts";
import type { Keeper } from "./keeper.ts";

/** Where a run's maps are. */
export interface MapHome {
  readonly keeper: Keeper;
  readonly connection: Connection;
  readonly handle: number;
  /** What to run again in another Core. */
  readonly photo: Photo;
  readonly size: number;
  /** Whether the network that made the run is still the one that is loaded. */
  isLoaded(): boolean;
}

/** Returns a trace's `featureMaps` and `release`. */
export function mapsOf({
  keeper,
  photo,
  size,
  isLoaded,
  ...first
}: MapHome): Pick<Trace, "featureMaps" | "release"> {
  let home = { connection: first.connection, handle: Promise.resolve(first.handle) };
  let released = false;
  // A Core that is gone took the run with it; the same run in the new one gives the same maps.
  const handleIn = (now: Connection): Promise<number> => {
    if (home.connection !== now) {
      const handle = now.core.inspect(photo, size).then((result) => result.handle);
      home = { connection: now, handle };
      if (released) free(home);
    }
    return home.handle;
  };
  const check = (): void => {
    if (released) {
      throw new ReadableError({
        what: "The feature maps were released",
        todo: "Run the network again",
      });
    }
    if (!isLoaded()) {
      throw new ReadableError({
        what: "The feature maps went with the network they came from",
        todo: "Run this network on the photograph again",
      });
    }
  };
  return {
    async featureMaps(layer, { channels, at = "output" } = {}) {
      return keeper.ask(async (connection) => {
        check();
        const handle = await handleIn(connection);
        check();
        return connection.core.featureMaps({ handle, layer, channels, at });
      });
    },
    release() {
      if (!released) free(home);
      released = true;
    },
  };
}

/** Frees a run in the Core that has it; where that is gone, so is the run. */
export function free({
  connection,
  handle,
}: {
  readonly connection: Connection;
  readonly handle: Promise<number>;
}): void {
  if (connection.ended) return;
  connection.alive(handle.then((number) => connection.core.release(number))).catch(() => undefined);
}
