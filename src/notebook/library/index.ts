/** Every name that a cell may use, and where its value comes from. A new name is one line here. */

import * as Generators from "observable:runtime/stdlib/generators/index";
import { Mutable } from "observable:runtime/stdlib/mutable";
import type { Engine } from "../../engine/index.ts";
import { figures } from "../../figures/list.ts";
import { LoopGuard, pageMarks } from "../guard/index.ts";
import type { Networks } from "../networks/networks.ts";
import { attributeWith } from "./attribute.ts";
import { bundledWeightsWith } from "./bundled-weights.ts";
import { cellCarriedBy } from "./carried-by.ts";
import { choosePhoto } from "./choose-photo.ts";
import { costsWith } from "./costs.ts";
import { faithfulnessWith } from "./faithfulness.ts";
import { figureFunction } from "./figure-function.ts";
import { following } from "./following.ts";
import { inspectWith } from "./inspect.ts";
import { linked } from "./linked.ts";
import { loadNetworkWith, networksWith } from "./load-network.ts";
import { planWith } from "./plan.ts";
import { rerunWith } from "./rerun.ts";
import { sanityWith } from "./sanity.ts";
import { timeWithoutWith } from "./time-without.ts";
import { whereWith } from "./where.ts";

/** What the names of a notebook stand on. */
export interface LibraryOptions {
  readonly engine: Engine;
  /** The page's networks; the one that runs is loaded only when a cell asks for it. */
  readonly networks: Networks;
  /** Side of the network's input where a cell names none, in pixels. */
  readonly size: number;
  /** The element that the notebook stands in; `width` is its width. */
  readonly root: HTMLElement;
}

/** Returns the names and their values as Observable's runtime takes them: each a function or a value. */
export function cellLibrary({
  engine,
  networks,
  size,
  root,
}: LibraryOptions): Record<string, unknown> {
  const { model } = networks;
  return {
    ...Object.fromEntries(
      Object.entries(figures).map(
        ([name, load]) => [name, () => load().then(figureFunction)] as const,
      ),
    ),
    choosePhoto: () => choosePhoto,
    inspect: following(networks, () => inspectWith(engine, { model, size })),
    rerun: () => rerunWith(engine),
    attribute: () => attributeWith(engine),
    carriedBy: () => cellCarriedBy,
    where: () => whereWith(engine),
    faithfulness: () => faithfulnessWith(engine),
    sanity: () => sanityWith(engine),
    costs: following(networks, () => costsWith(engine, { model })),
    timeWithout: () => timeWithoutWith(engine),
    bundledWeights: following(networks, () => bundledWeightsWith(engine, { model, size })),
    plan: () => planWith(engine),
    configText: () => import("./config-text.ts").then((module) => module.configTextWith(engine)),
    configurations: () => import("./configurations.ts").then((module) => module.configurations),
    Architecture: () => import("./architecture.ts").then((module) => module.architectureFigure),
    linked: () => linked,
    guarded: async () => {
      const { guardedWith } = await import("../guard/guarded.ts");
      return guardedWith(new LoopGuard({ nameOf: () => "Your text" }), pageMarks());
    },
    model: following(networks, model),
    networks: () => networksWith(networks),
    loadNetwork: following(networks, () => loadNetworkWith(networks)),
    d3: () => import("./d3.ts"),
    Plot: () => import("@observablehq/plot"),
    Inputs: () => import("./inputs.ts"),
    htl: () => import("htl"),
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
