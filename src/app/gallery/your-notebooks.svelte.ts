/** The person's own notebooks as the gallery shows them, and everything that can be done with them there. */

import { saveFile } from "../../notebook/files/download.ts";
import type { Keep } from "../../notebook/keep/keep.ts";
import type { DamagedNotebook, KeptNotebook } from "../../notebook/keep/types.ts";
import { type ReadableError, readable } from "../../trace/index.ts";
import type { Notice } from "../notebook/notice.ts";
import { fileOf, takeIn } from "./notebook-files.ts";
import type { Template } from "./templates.ts";

/** A list that follows what is kept, from `follow` to the end of its effect. */
export class YourNotebooks {
  /** Undefined until the list was read. */
  notebooks = $state.raw<readonly KeptNotebook[]>();
  damaged = $state.raw<readonly DamagedNotebook[]>([]);
  /** Why nothing outlives this page, where that is so. */
  storage = $state.raw<ReadableError>();
  /** What went wrong, the newest last. */
  problems = $state.raw<readonly ReadableError[]>([]);
  /** What was just done. */
  notice = $state.raw<Notice>();
  private readonly opening: Promise<Keep>;
  private lastDeleted: KeptNotebook | undefined;

  constructor(keep: Promise<Keep>) {
    this.opening = keep;
  }

  /** Reads the list, and reads it again after each change; returns what ends that. */
  follow(): () => void {
    let end: (() => void) | undefined;
    let ended = false;
    void this.opening.then((keep) => {
      if (ended) return;
      end = keep.watch(() => void this.read());
      return this.read();
    });
    return () => {
      ended = true;
      end?.();
    };
  }

  /** Keeps a new notebook from a template; returns its identifier, undefined where that failed. */
  async create(template: Template): Promise<string | undefined> {
    return await this.attempt(async (keep) => {
      const { id } = await keep.create({ text: template.text, origin: "new" });
      return id;
    });
  }

  async rename({ id }: KeptNotebook, title: string): Promise<void> {
    await this.attempt((keep) => keep.rename(id, title));
  }

  async duplicate({ id }: KeptNotebook): Promise<void> {
    await this.attempt(async (keep) => {
      const { title } = await keep.duplicate(id);
      this.notice = { text: `“${title}” is there.` };
    });
  }

  /** Deletes; the list is without it when the promise resolves. */
  async remove(notebook: KeptNotebook): Promise<void> {
    await this.attempt(async (keep) => {
      await keep.remove(notebook.id);
      this.lastDeleted = notebook;
      const run = (): void => void this.restore();
      const text = `“${notebook.title}” was deleted.`;
      this.notice = { text, action: { label: "Undo", run } };
      await this.read();
    });
  }

  /** Takes the last deletion back; returns whether there was one. */
  async restore(): Promise<boolean> {
    const deleted = this.lastDeleted;
    if (!deleted) return false;
    this.lastDeleted = undefined;
    await this.attempt(async (keep) => {
      await keep.restore(deleted.id);
      this.notice = { text: `“${deleted.title}” is back.` };
    });
    return true;
  }

  async download(notebook: KeptNotebook): Promise<void> {
    await this.attempt(async (keep) => {
      saveFile(await fileOf(notebook, keep));
    });
  }

  /** Downloads every notebook, one file after the other. */
  async downloadAll(): Promise<void> {
    for (const notebook of this.notebooks ?? []) {
      await this.download(notebook);
      // Browsers drop downloads that come all at once.
      await new Promise((done) => setTimeout(done, 250));
    }
  }

  /** Deletes a damaged record for good. */
  async purge({ id }: DamagedNotebook): Promise<void> {
    await this.attempt((keep) => keep.purge(id));
  }

  /** Keeps what can be read of some files; returns the notebooks, and names each file that can't be read. */
  async open(files: readonly File[]): Promise<readonly KeptNotebook[]> {
    this.problems = [];
    const taken: KeptNotebook[] = [];
    for (const file of files) {
      await this.attempt(async (keep) => {
        const { notebook, problems } = await takeIn(file, keep);
        taken.push(notebook);
        this.problems = [...this.problems, ...problems];
      });
    }
    if (taken.length > 1) this.notice = { text: `${String(taken.length)} notebooks were opened.` };
    return taken;
  }

  private async read(): Promise<void> {
    const keep = await this.opening;
    this.storage = keep.problem;
    try {
      const { notebooks, damaged } = await keep.list();
      this.notebooks = notebooks;
      this.damaged = damaged;
    } catch (error) {
      this.notebooks ??= [];
      this.problems = [readable(error, "Your notebooks could not be listed")];
    }
  }

  private async attempt<T>(work: (keep: Keep) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await this.opening);
    } catch (error) {
      this.problems = [...this.problems, readable(error)];
      return undefined;
    }
  }
}
