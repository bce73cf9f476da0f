/** Fetches every feature map of an SE layer when a step needs it, and forgets answers that nobody waits for. */

import { untrack } from "svelte";
import { activationRange, mapEnergy } from "../../explain/index.ts";
import {
  type FeatureMaps,
  type LayerKey,
  type ReadableError,
  readable,
  type Trace,
} from "../../trace/index.ts";

/** Which side of the recalibration. */
type Side = "input" | "output";

/** The maps of one side of a layer, as far as they have come. */
class WholeMaps {
  problem = $state.raw<ReadableError>();
  private loaded = $state.raw<FeatureMaps>();
  private asked = $state.raw<{ readonly trace: Trace; readonly layer: LayerKey }>();

  /** Returns the maps of this trace and layer; undefined while they are awaited. */
  of(trace: Trace, layer: LayerKey): FeatureMaps | undefined {
    return this.asked?.trace === trace && this.asked.layer === layer ? this.loaded : undefined;
  }

  /** Returns whether these maps are there. */
  has(trace: Trace, layer: LayerKey): boolean {
    return untrack(() => this.of(trace, layer) !== undefined);
  }

  /** Fetches maps. Returns a function after which their answer is ignored. */
  load(trace: Trace, { layer, at }: { readonly layer: LayerKey; readonly at: Side }): () => void {
    let wanted = true;
    this.problem = undefined;
    trace.featureMaps(layer, { at }).then(
      (maps) => {
        if (!wanted) return;
        this.loaded = maps;
        this.asked = { trace, layer };
      },
      (error: unknown) => {
        if (wanted) this.problem = readable(error, "The feature maps could not be fetched");
      },
    );
    return () => {
      wanted = false;
    };
  }
}

/** Which maps are looked at: of which layer, and in which step. */
interface Look {
  readonly trace: Trace;
  /** Undefined where there is no such layer. */
  readonly layer: LayerKey | undefined;
  readonly step: number;
}

/** The maps of the layer that is looked at, before and after recalibration, and what all of them say. */
export class LayerMaps {
  private readonly inputs = new WholeMaps();
  private readonly outputs = new WholeMaps();
  private attempts = $state(0);
  private readonly look: () => Look;
  // Each on its own: nothing but a change of these may ask for maps again.
  private readonly trace = $derived.by(() => this.look().trace);
  private readonly layer = $derived.by(() => this.look().layer);
  private readonly needsBefore = $derived.by(() => [1, 4].includes(this.look().step));
  private readonly needsAfter = $derived.by(() => this.look().step === 4);

  /** As they came in; undefined while they are awaited. */
  readonly before = $derived.by(() =>
    this.layer === undefined ? undefined : this.inputs.of(this.trace, this.layer),
  );
  /** As they go on; undefined while they are awaited. */
  readonly after = $derived.by(() =>
    this.layer === undefined ? undefined : this.outputs.of(this.trace, this.layer),
  );
  /** What one colour scale of all maps spans. Here, so that a step that opens again does not work it out again. */
  readonly range = $derived(activationRange(this.before?.values ?? []));
  /** Undefined until both sides are there. */
  readonly energy = $derived(
    this.before && this.after ? mapEnergy(this.before.values, this.after.values) : undefined,
  );

  /** To be made while a component is: it fetches for as long as that stands. */
  constructor(look: () => Look) {
    this.look = look;
    $effect(() => this.fetch(this.inputs, { at: "input", needed: this.needsBefore }));
    $effect(() => this.fetch(this.outputs, { at: "output", needed: this.needsAfter }));
  }

  /** Why maps could not be fetched. */
  get problem(): ReadableError | undefined {
    return this.inputs.problem ?? this.outputs.problem;
  }

  /** Asks again. */
  retry(): void {
    this.attempts++;
  }

  private fetch(
    side: WholeMaps,
    { at, needed }: { readonly at: Side; readonly needed: boolean },
  ): (() => void) | undefined {
    if (this.layer === undefined || !needed || this.attempts < 0) return undefined;
    if (side.has(this.trace, this.layer)) return undefined;
    return side.load(this.trace, { layer: this.layer, at });
  }
}
