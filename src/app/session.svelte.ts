/** What the whole page shares: the engine, what it is doing, and its networks. */

import { type BackendWish, type Engine, type EngineStatus, startEngine } from "../engine/index.ts";
import { pageKeep } from "../notebook/keep/open-keep.ts";
import { Networks } from "../notebook/networks/networks.ts";
import { ReadableError } from "../trace/index.ts";
import { rememberedNetwork } from "./network/remembered.ts";
import { NetworkDesk } from "./network/network-desk.svelte.ts";
import { writeAddress } from "./write-address.ts";

const wishes: readonly BackendWish[] = ["auto", "webgl", "wasm"];

/** Sides of the network's square input that can be chosen, in pixels; the parameters were trained at 512 to 640. */
export const inputSizes: readonly number[] = [320, 480, 640];

/** The engine of this page. */
export class Session {
  readonly engine: Engine;
  readonly networks: Networks;
  readonly desk: NetworkDesk;
  status = $state.raw<EngineStatus>() as EngineStatus;
  /** Why there is no network, where loading it failed. */
  problem = $state.raw<unknown>();
  /** Side of the network's square input, in pixels. */
  size = $state(640);
  /** Something wrong with the page's address that did not stop anything. */
  remark = $state<string>();
  /** Counts the attempts to load, so that a notebook can begin anew after a failed one. */
  attempt = $state(0);

  /** Starts the engine with what the page's address says of `backend` and `size`. */
  constructor(address: URLSearchParams) {
    const wish = address.get("backend");
    const known = wishes.find((backend) => backend === wish);
    if (wish !== null && !known) this.complain("backend", { expected: wishes, found: wish });
    const size = address.get("size");
    if (size !== null) {
      const side = inputSizes.find((one) => String(one) === size);
      if (side === undefined) this.complain("size", { expected: inputSizes, found: size });
      else this.size = side;
    }
    this.engine = startEngine({ backend: known ?? "auto", size: this.size });
    this.engine.watch((status) => {
      this.status = status;
    });
    this.networks = new Networks({
      engine: this.engine,
      keep: pageKeep,
      url: `${import.meta.env.BASE_URL}models/se-yolov5n`,
      first: rememberedNetwork(address),
    });
    this.desk = new NetworkDesk(this.networks);
    let runs = this.networks.current.id;
    this.networks.watch(() => {
      const { id } = this.networks.current;
      // Another network runs where the first one failed: everything that needed it begins anew.
      if (id !== runs && this.problem !== undefined) this.attempt++;
      if (id !== runs) this.problem = undefined;
      runs = id;
    });
    this.preload();
  }

  /** Returns what cells stand on. */
  forCells(): { engine: Engine; networks: Networks; size: number } {
    return { engine: this.engine, networks: this.networks, size: this.size };
  }

  /** Forgets a failed attempt and makes everything that needed the network begin anew. */
  retry(): void {
    this.problem = undefined;
    this.networks.forget();
    this.attempt++;
    this.preload();
  }

  /** Changes the input's size; every notebook runs again. */
  useSize(size: number): void {
    this.size = size;
    this.remark = undefined;
    writeAddress("size", size === 640 ? undefined : String(size));
  }

  /** Changes the backend and writes it into the page's address. */
  async useBackend(wish: BackendWish): Promise<void> {
    this.remark = undefined;
    writeAddress("backend", wish === "auto" ? undefined : wish);
    try {
      await this.engine.useBackend(wish);
    } catch (error) {
      this.problem = error;
    }
  }
  /** Loads the network before a cell asks for it; what goes wrong is in `problem`. */
  private preload(): void {
    this.networks.model().catch((error: unknown) => {
      this.problem = error;
    });
  }

  private complain(
    name: string,
    { expected, found }: { expected: readonly (string | number)[]; found: string },
  ): void {
    this.remark = new ReadableError({
      what: `The ${name} in the page's address`,
      expected: `one of ${expected.join(", ")}`,
      found,
    }).message;
  }
}
