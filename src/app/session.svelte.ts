/** What the whole page shares: the engine, what it is doing, and the bundled network. */

import { type BackendWish, type Engine, type EngineStatus, startEngine } from "../engine/index.ts";
import { type Model, ReadableError } from "../trace/index.ts";

const wishes: readonly BackendWish[] = ["auto", "webgl", "wasm"];

/** The engine of this page. */
export class Session {
  readonly engine: Engine;
  status = $state.raw<EngineStatus>() as EngineStatus;
  /** Why there is no network, where loading it failed. */
  problem = $state.raw<unknown>();
  /** Something wrong with the page's address that did not stop anything. */
  remark = $state<string>();
  /** Counts the attempts to load, so that a notebook can begin anew after a failed one. */
  attempt = $state(0);
  private loading: Promise<Model> | undefined;

  /** Starts the engine. `wish` is the backend that the page's address names, null where it names none. */
  constructor(wish: string | null) {
    const known = wishes.find((backend) => backend === wish);
    if (wish !== null && !known) {
      this.remark = new ReadableError({
        what: "The backend in the page's address",
        expected: `one of ${wishes.join(", ")}`,
        found: wish,
      }).message;
    }
    this.engine = startEngine({ backend: known ?? "auto" });
    this.engine.watch((status) => {
      this.status = status;
    });
  }

  /** Returns the loaded network; loads it at the first call. */
  model = (): Promise<Model> => {
    this.loading ??= this.engine
      .load({ url: `${import.meta.env.BASE_URL}models/se-yolov5n` })
      .catch((error: unknown) => {
        this.problem = error;
        throw error;
      });
    return this.loading;
  };

  /** Forgets a failed attempt and makes everything that needed the network begin anew. */
  retry(): void {
    this.problem = undefined;
    this.loading = undefined;
    this.attempt++;
  }

  /** Changes the backend and writes it into the page's address. */
  async useBackend(wish: BackendWish): Promise<void> {
    const address = new URL(location.href);
    if (wish === "auto") address.searchParams.delete("backend");
    else address.searchParams.set("backend", wish);
    history.replaceState(history.state, "", address);
    this.remark = undefined;
    try {
      await this.engine.useBackend(wish);
    } catch (error) {
      this.problem = error;
    }
  }
}
