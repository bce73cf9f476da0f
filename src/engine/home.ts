/** Where a trace's run is, also after the Core that had it is gone: made again there, freed when nobody needs it. */

import { type Photo, ReadableError, type SEEdits } from "../trace/index.ts";
import type { Connection } from "./connection.ts";

/** What makes the same run again. */
export interface RunOrigin {
  readonly photo: Photo;
  /** Side of the input in pixels. */
  readonly size: number;
  readonly edits: SEEdits;
  /** Returns the number of the network that made the run; undefined where that is not loaded any more. */
  network(): number | undefined;
}

/** A run in a Core, by its number there. */
export interface Place {
  readonly connection: Connection;
  readonly handle: Promise<number>;
}

/** A run's place. */
export class Home {
  readonly origin: RunOrigin;
  private place: Place | undefined;
  private users = 0;
  private left = false;

  constructor(origin: RunOrigin, place: Place) {
    this.origin = origin;
    this.place = place;
  }

  /** Whether the trace was released. */
  get released(): boolean {
    return this.left;
  }

  /**
   * Returns what the work makes of the run in this Core. A run that is not there, since the Core is another
   * one or the trace was released, is made again. It is not freed before the work has ended.
   * Rejects with a ReadableError where the network that made it is gone.
   */
  async use<T>(connection: Connection, work: (handle: number) => Promise<T>): Promise<T> {
    this.loaded();
    this.users++;
    try {
      const handle = await this.handleIn(connection);
      this.loaded();
      return await work(handle);
    } finally {
      this.users--;
      this.freeUnused();
    }
  }

  /** Frees the run as soon as no work needs it. Safe to call twice. */
  release(): void {
    this.left = true;
    this.freeUnused();
  }

  private loaded(): number {
    const network = this.origin.network();
    if (network !== undefined) return network;
    throw new ReadableError({
      what: "The feature maps went with the network they came from",
      todo: "Run this network on the photograph again",
    });
  }

  private handleIn(now: Connection): Promise<number> {
    if (this.place?.connection !== now) {
      const { photo, size, edits } = this.origin;
      const request = { network: this.loaded(), size, edits };
      const handle = now.core.inspect(photo, request).then((result) => result.handle);
      this.place = { connection: now, handle };
      // A failure is told to whoever waits, and forgotten so that it can be tried again.
      handle.catch(() => {
        if (this.place?.handle === handle) this.place = undefined;
      });
    }
    return this.place.handle;
  }

  private freeUnused(): void {
    if (!this.left || this.users > 0 || !this.place) return;
    free(this.place);
    this.place = undefined;
  }
}

/** Frees a run in the Core that has it; where that is gone, so is the run. */
export function free({ connection, handle }: Place): void {
  if (connection.ended) return;
  connection.alive(handle.then((number) => connection.core.release(number))).catch(() => undefined);
}
