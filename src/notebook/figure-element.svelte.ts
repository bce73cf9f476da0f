/** Turns a Svelte component into what a notebook cell shows: an element with a value and "input" events. */

import { unmount } from "svelte";

/** An element that `view` and `Inputs.bind` understand. */
export type ValueElement<V> = HTMLElement & { value: V };

/** A value that a component reads and writes as its bindable prop `value`. */
export interface Bound<V> {
  value: V;
}

/**
 * Returns an element that shows a component. `show` mounts it into a target, with `bound.value` as its
 * `value`, and returns what `mount` gave. Setting the element's `value` moves the component and is silent;
 * what the component sets dispatches "input". The component is unmounted when the element has left the page.
 */
export function figureElement<V>(
  initial: V,
  show: (target: HTMLElement, bound: Bound<V>) => Record<string, unknown>,
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

/** Returns props with the bound value as `value`, for `mount`. */
export function withValue<P extends object, V>(props: P, bound: Bound<V>): P & { value: V } {
  return {
    ...props,
    get value() {
      return bound.value;
    },
    set value(next) {
      bound.value = next;
    },
  };
}

/** Calls back once when an element that was in the page has left it and does not come back at once. */
function whenGone(element: Element, done: () => void): void {
  let seen = false;
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
