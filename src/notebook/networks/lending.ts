/** Networks that cells hold beside the page's own: loaded once each, freed when the last cell gives it back. */

import type { Engine, ModelSource } from "../../engine/index.ts";
import type { Model } from "../../trace/index.ts";

/** A network that was lent. */
export interface Lent {
  readonly model: Model;
  /** Frees it when nobody else has it. Safe to call twice. */
  giveBack(): void;
}

interface Loan {
  readonly model: Promise<Model>;
  users: number;
}

/** Counts who has which network. */
export class Lending {
  private readonly engine: Pick<Engine, "loadBeside" | "unload">;
  private readonly loans = new Map<string, Loan>();

  constructor(engine: Pick<Engine, "loadBeside" | "unload">) {
    this.engine = engine;
  }

  /** Lends a network; where nobody has it, it is loaded from `source`. Rejects as loading does. */
  async lend(id: string, source: () => Promise<ModelSource>): Promise<Lent> {
    let loan = this.loans.get(id);
    if (!loan) {
      loan = { model: source().then((files) => this.engine.loadBeside(files)), users: 0 };
      this.loans.set(id, loan);
    }
    const mine = loan;
    mine.users++;
    let given = false;
    const giveBack = (): void => {
      if (given) return;
      given = true;
      mine.users--;
      if (mine.users > 0) return;
      if (this.loans.get(id) === mine) this.loans.delete(id);
      mine.model.then((model) => this.engine.unload(model)).catch(() => undefined);
    };
    try {
      return { model: await mine.model, giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}
