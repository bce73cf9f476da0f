/** Every name that a cell may use, and where its value comes from. A new name is one line here. */

import * as Generators from "observable:runtime/stdlib/generators/index";
import { Mutable } from "observable:runtime/stdlib/mutable";
import type { Engine } from "../../engine/index.ts";
import { figures } from "../../figures/list.ts";
import type { Model } from "../../trace/index.ts";
import { bundledWeightsWith } from "./bundled-weights.ts";
import { choosePhoto } from "./choose-photo.ts";
import { costsWith } from "./costs.ts";
import { figureFunction } from "./figure-function.ts";
import { inspectWith } from "./inspect.ts";
import { linked } from "./linked.ts";
import { planWith } from "./plan.ts";
import { rerunWith } from "./rerun.ts";
import { timeWithoutWith } from "./time-without.ts";

/** What the names of a notebook stand on. */
export interface LibraryOptions {
  readonly engine: Engine;
  /** Resolves with the loaded network; asked only when a cell names it. */
  readonly model: () => Promise<Model>;
  /** Side of the network's input where a cell names none, in pixels. */
  readonly size: number;
  /** The element that the notebook stands in; `width` is its width. */
  readonly root: HTMLElement;
}

/** Returns the names and their values as Observable's runtime takes them: each a function or a value. */
export function cellLibrary({
  engine,
  model,
  size,
  root,
}: LibraryOptions): Record<string, unknown> {
  return {
    ...Object.fromEntries(
      figures.map((figure) => [figure.name, () => figureFunction(figure)] as const),
    ),
    choosePhoto: () => choosePhoto,
    inspect: () => inspectWith(engine, { model, size }),
    rerun: () => rerunWith(engine),
    costs: () => costsWith(engine, { model }),
    timeWithout: () => timeWithoutWith(engine),
    plan: () => planWith(engine),
    configText: () => import("./config-text.ts").then((module) => module.configTextWith(engine)),
    configurations: () => import("./configurations.ts").then((module) => module.configurations),
    Architecture: () => import("./architecture.ts").then((module) => module.architectureFigure),
    bundledWeights: () => bundledWeightsWith(engine, { model, size }),
    linked: () => linked,
    model,
    d3: () => import("./d3.ts"),
    Plot: () => import("@observablehq/plot"),
    Inputs: () => import("./inputs.ts"),
    html: () => import("htl").then((htl) => htl.html),
    svg: () => import("htl").then((htl) => htl.svg),
    md: () => import("observable:runtime/stdlib/md").then((module) => module.md),
    tex: () => import("./tex.ts").then((module) => module.tex),
    Generators: () => Generators,
    Mutable: () => Mutable,
    width: () => Generators.width(root),
    dark: () => Generators.dark(),
    now: () => Generators.now(),
  };
}
