/** The loaded networks that are run as the graphs they are, by number. */

import type { OpenedGraph } from "../../import/importer.ts";
import { type Model, ReadableError } from "../../trace/index.ts";
import type { AnyModelFiles, RunResult } from "../door.ts";
import { onDevice } from "../download.ts";
import { aborted } from "../errors.ts";
import type { GraphNetwork } from "./network.ts";

/** What a graph is loaded with. */
export interface LoadGraphOptions {
  readonly opened: OpenedGraph;
  /** As they were given: what they are called, and how pixels are scaled. */
  readonly files: AnyModelFiles;
  /** Side of a square input where the graph takes any, in pixels. */
  readonly side: number;
}

/** Graphs on the device. */
export class Graphs {
  private readonly graphs = new Map<number, GraphNetwork>();
  private closed = false;

  /** Loads a graph under a number. Rejects with a ReadableError where it can't be run. */
  async load(id: number, { opened, files, side }: LoadGraphOptions): Promise<Model> {
    // The executor and every kernel are loaded with the first graph.
    const { loadGraph } = await import("./load.ts");
    const { name = opened.name, range } = "files" in files ? files : { range: undefined };
    const graph = await onDevice(() => loadGraph({ ...opened, name }, { side, range }));
    if (this.closed) {
      graph.dispose();
      throw aborted("The engine was closed");
    }
    this.graphs.set(id, graph);
    return graph.model;
  }

  /** Returns the graph of a number. */
  get(id: number): GraphNetwork | undefined {
    return this.graphs.get(id);
  }

  /** Returns the graph that made a run, undefined where another network did. */
  ofRun(handle: number): GraphNetwork | undefined {
    return [...this.graphs.values()].find((graph) => graph.has(handle));
  }

  /** Returns a run; where its graph was unloaded meanwhile it is freed and this rejects with an AbortError. */
  async during(graph: GraphNetwork, work: () => Promise<RunResult>): Promise<RunResult> {
    const result = await work();
    if ([...this.graphs.values()].includes(graph)) return result;
    graph.release(result.handle);
    throw aborted("The network was replaced while it ran");
  }

  /** Frees a graph and its runs. Safe to call twice. */
  unload(id: number): void {
    this.graphs.get(id)?.dispose();
    this.graphs.delete(id);
  }

  /** Frees all graphs; none can be loaded any more. */
  close(): void {
    this.closed = true;
    for (const id of [...this.graphs.keys()]) this.unload(id);
  }
}

/** What is said where something is asked that only a network built from its configuration can tell. */
export function notOfGraphs(): ReadableError {
  return new ReadableError({
    what: "This can't be asked of a graph model",
    expected: "a network that is built from its configuration, as YOLOv5's checkpoints are",
  });
}
