/** Says what a cell threw, in its place. */

import { ReadableError, readable } from "../../trace/index.ts";

/** Where an error shows. */
export interface ErrorSite {
  /** Identifier of the cell that shows it. */
  readonly id: number;
  /** Line of the cell's source that threw, from 1, where it is known. */
  readonly line: number | undefined;
}

const allowTheNetwork =
  "If it asked another server: this notebook reaches only this app's own files until you choose “Allow the network…” in its menu";

/** Chromium, Firefox and Safari each have their own words for a request that the page's policy refused. */
const refusals = /^(Failed to fetch$|NetworkError when attempting to fetch|Load failed$)/;

function isRefused({ name, message }: Error): boolean {
  return name === "TypeError" && refusals.test(message);
}

/** Tells errors of one notebook: in full in the cell that threw, in short in those that needed its value. */
export class CellErrors {
  private readonly nameOf: (id: number) => string;
  private readonly online: boolean;
  private readonly origins = new WeakMap<object, number>();
  /** The same by what was thrown in words: the runtime hands on a new error that only says the same. */
  private readonly said = new Map<string, number>();

  /** `nameOf` returns what a cell is called: "Cell 3"; `online` is whether the page may ask other servers. */
  constructor(nameOf: (id: number) => string, online = false) {
    this.nameOf = nameOf;
    this.online = online;
  }

  /** Returns what a cell shows for what was thrown. What is made for a person stays as it is. */
  say(thrown: unknown, { id, line }: ErrorSite): ReadableError {
    if (thrown instanceof ReadableError) {
      this.said.set(thrown.message, id);
      return thrown;
    }
    if (!(thrown instanceof Error)) return readable(thrown, "This cell threw a value");
    const handedOn = thrown.name === "RuntimeError";
    const origin =
      this.origins.get(thrown) ?? (handedOn ? this.said.get(thrown.message) : undefined);
    if (origin !== undefined && origin !== id) {
      const cell = this.nameOf(origin).toLowerCase();
      return new ReadableError({ what: `This cell needs what ${cell} could not give` });
    }
    this.origins.set(thrown, id);
    if (!handedOn) this.said.set(thrown.message, id);
    const what = thrown.message.replace(/\.$/, "") || thrown.name;
    return new ReadableError(
      {
        what: line === undefined ? what : `Line ${String(line)}: ${what}`,
        ...(!this.online && isRefused(thrown) && { todo: allowTheNetwork }),
      },
      { cause: thrown },
    );
  }
}
