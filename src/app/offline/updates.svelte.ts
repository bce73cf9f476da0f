/** What the bar about updates shows, and the way to a newer version that loses nothing. */

import { readyToReload } from "./before-reload.ts";

/** How long "works offline now" stands, in milliseconds. */
const told = 6_000;

/** What there is to tell. */
export type Told = "offline" | "update" | "unsaved";

/** What an update needs of the browser. */
export interface UpdateTools {
  /** Makes the waiting version, if there is one, the current one; `changed` is called when it is. */
  takeOver(): void;
  reload(): void;
}

/** The state of the bar. */
export class Updates {
  shown = $state<Told>();
  private readonly tools: UpdateTools;

  constructor(tools: UpdateTools) {
    this.tools = tools;
  }

  /** Says once that everything is kept for working offline. */
  offline(): void {
    this.shown ??= "offline";
    setTimeout(() => {
      if (this.shown === "offline") this.shown = undefined;
    }, told);
  }

  /** Says that a newer version waits. */
  ready(): void {
    this.shown = "update";
  }

  hide(): void {
    this.shown = undefined;
  }

  /** Saves, then has the newer version take over; where saving fails it says so and stays. */
  async reload(): Promise<void> {
    if (await this.saved()) this.tools.takeOver();
  }

  /** Has the newer version take over without what could not be saved. */
  reloadAnyway(): void {
    this.tools.takeOver();
    this.tools.reload();
  }

  /** The newer version took over, here or by another tab's wish: saves, then loads it. */
  async changed(): Promise<void> {
    if (await this.saved()) this.tools.reload();
  }

  private async saved(): Promise<boolean> {
    try {
      await readyToReload();
      return true;
    } catch {
      this.shown = "unsaved";
      return false;
    }
  }
}
