/** Keeps a Core to ask: starts it, starts another where it breaks, and gives up after breaking again and again. */

import { ReadableError } from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import type { Connection } from "./connection.ts";
import { BrokenError, messageOf } from "./errors.ts";

/** What a keeper needs. */
export interface KeeperTools {
  /** Starts a Core. */
  connect(wish: BackendWish): Promise<Connection>;
  /** Brings a new Core to where the one before was: loads the network. */
  prepare(connection: Connection): Promise<void>;
  /** Told when a Core can be asked. */
  onUp(connection: Connection): void;
  /** Told when a Core broke and another one is started, with a sentence for the person. */
  onBreak(notice: string): void;
  /** Told when no Core can be had any more, with a sentence for the person. */
  onFail(notice: string): void;
}

/** A Core may break this often with nothing done in between. */
const mostBreaks = 3;

/** Keeps one Core alive. */
export class Keeper {
  private connection: Promise<Connection>;
  private wish: BackendWish;
  private readonly tools: KeeperTools;
  private breaks = 0;
  private starts = 0;

  constructor(wish: BackendWish, tools: KeeperTools) {
    this.wish = wish;
    this.tools = tools;
    this.connection = this.open();
  }

  /**
   * Asks the Core; where it breaks under the question, starts a new one and asks that.
   * Rejects with a ReadableError where it breaks again and again, or none can be started.
   */
  async ask<T>(question: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const asked = this.connection;
      try {
        const connection = await asked;
        return await connection.alive(question(connection));
      } catch (error) {
        if (!(error instanceof BrokenError)) throw error;
        // Another question may have replaced it already.
        if (this.connection === asked) this.restart(error);
      }
    }
  }

  /** Says that the network ran to its end: breaks before are forgotten. */
  succeeded(): void {
    this.breaks = 0;
  }

  /** Starts anew on another backend; open questions are asked again there. */
  async use(wish: BackendWish): Promise<void> {
    this.wish = wish;
    this.breaks = 0;
    this.replace(new BrokenError("another backend was chosen"));
    await this.ask(() => Promise.resolve());
  }

  /** Ends the Core as if it had broken. */
  async break(why: string): Promise<void> {
    (await this.connection).end(new BrokenError(why));
  }

  /** Ends the Core for good: open questions reject with the reason, and later ones too. */
  async close(reason: Error): Promise<void> {
    this.starts++;
    const last = this.connection;
    this.connection = Promise.reject(reason);
    this.connection.catch(() => undefined);
    await endOf(last, reason);
  }

  private restart(reason: BrokenError): void {
    this.breaks++;
    if (this.breaks > mostBreaks) {
      const failure = new ReadableError(
        {
          what: "The network stopped again and again",
          found: reason.message,
          todo: "Reload the page or choose another backend",
        },
        { cause: reason },
      );
      this.tools.onFail(failure.message);
      throw failure;
    }
    // Once more as it was, since a graphics context may be lost by chance; then what can't lose one.
    const falls = this.breaks > 1 && this.wish !== "wasm";
    if (falls) this.wish = "wasm";
    const where = falls ? " on WebAssembly" : "";
    this.tools.onBreak(`The network stopped (${reason.message}) and was started again${where}.`);
    this.replace(reason);
  }

  private replace(reason: Error): void {
    void endOf(this.connection, reason);
    this.connection = this.open();
  }

  private open(): Promise<Connection> {
    const opening = this.start();
    // Whoever asks is told; alone it must not count as unhandled.
    opening.catch(() => undefined);
    return opening;
  }

  private async start(): Promise<Connection> {
    const mine = ++this.starts;
    try {
      const connection = await this.tools.connect(this.wish);
      await connection.alive(this.tools.prepare(connection)).catch((error: unknown) => {
        connection.end(new BrokenError(messageOf(error)));
        throw error;
      });
      if (mine === this.starts) this.tools.onUp(connection);
      return connection;
    } catch (error) {
      if (mine === this.starts && !(error instanceof BrokenError))
        this.tools.onFail(messageOf(error));
      throw error;
    }
  }
}

/** Ends a connection as soon as there is one. Never rejects. */
async function endOf(connection: Promise<Connection>, reason: Error): Promise<void> {
  await connection.then(
    (started) => {
      started.end(reason);
    },
    () => undefined,
  );
}
