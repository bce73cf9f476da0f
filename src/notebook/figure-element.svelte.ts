/** Turns a Svelte component into what a notebook cell shows: an element with a value and "input" events. */

import { unmount } from "svelte";

/** An element that `view` and `Inputs.bind` understand; `state` is what a notebook keeps of it. */
export type ValueElement<V> = HTMLElement & { value: V; state?: unknown };

/** How a value is kept with a notebook, where it is no small JSON itself. */
export interface StateCodec<V> {
  /** Returns a value as small JSON. */
  save(value: V): unknown;
  /** Returns the value of such JSON; undefined where there is none any more, and the value stays. */
  load(state: unknown): V | undefined;
}

/** A value that a component reads and writes as its bindable prop `value`. */
export interface Bound<V> {
  value: V;
}

/**
 * Returns an element that shows a component. `show` mounts it into a target, with `bound.value` as its
 * `value`, and returns what `mount` gave. Setting the element's `value` moves the component and is silent;
 * what the component sets dispatches "input". The component is unmounted when the element has left the page.
 * With a codec the element has a `state`, which can be read and set, silently too.
 */
export function figureElement<V>(
  initial: V,
  show: (target: HTMLElement, bound: Bound<V>) => Record<string, unknown>,
  { state }: { readonly state?: StateCodec<V> | undefined } = {},
): ValueElement<V> {
  const target: HTMLElement = document.createElement("div");
  target.className = "figure-cell";
  let value = $state.raw(initial);
  Object.defineProperty(target, "value", {
    get: () => value,
    set: (next: V) => {
      value = next;
    },
  });
  if (state) {
    Object.defineProperty(target, "state", {
      configurable: true,
      get: () => state.save(value),
      set: (kept: unknown) => {
        const loaded = state.load(kept);
        if (loaded !== undefined) value = loaded;
      },
    });
  }
  const mounted = show(target, {
    get value() {
      return value;
    },
    set value(next) {
      if (Object.is(next, value)) return;
      value = next;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  whenGone(target, () => void unmount(mounted));
  return target as ValueElement<V>;
}

/** Returns props with the bound value as `value`, for `mount`; props that follow updates still do. */
export function withValue<P extends object, V>(props: P, bound: Bound<V>): P & { value: V } {
  const own = {
    get value(): V {
      return bound.value;
    },
    set value(next: V) {
      bound.value = next;
    },
  };
  return Object.defineProperties(own, Object.getOwnPropertyDescriptors(props)) as P & { value: V };
}

/** Props that can be changed while a component stands. */
export interface LiveProps {
  /** As `mount` takes them: each follows the newest value. */
  readonly props: Record<string, unknown>;
  /** Changes some of them. */
  update(change: Readonly<Record<string, unknown>>): void;
}

/** Returns props that follow updates; those that shall change must be named here. */
export function liveProps(
  first: Readonly<Record<string, unknown>>,
  names: readonly string[],
): LiveProps {
  let current = $state.raw(first);
  const props: Record<string, unknown> = {};
  for (const name of [...Object.keys(first), ...names]) {
    if (name in props) continue;
    Object.defineProperty(props, name, { enumerable: true, get: () => current[name] });
  }
  return {
    props,
    update(change) {
      current = { ...current, ...change };
    },
  };
}

/** Calls back once when an element that was in the page has left it and does not come back at once. */
export function whenGone(element: Element, done: () => void): void {
  let seen = element.isConnected;
  // It runs after the turn that changed the page, when an element that only moved is back.
  const observer = new MutationObserver(() => {
    if (element.isConnected) seen = true;
    else if (seen) {
      observer.disconnect();
      done();
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}
