/** Mounts a figure in a page as an app does, with props that can change, for tests. */

import { flushSync, mount, unmount } from "svelte";
import type { FigureComponent, FigureProps } from "../figure.ts";

/** Props by name; one that shall change later, the value too, must be named from the start. */
export type TestProps = FigureProps & Record<string, unknown>;

/** A mounted figure. */
export interface Mounted {
  readonly target: HTMLElement;
  /** What the figure last made of its bindable value. */
  readonly value: unknown;
  /** Changes some props and lets the figure follow. */
  update(change: Partial<TestProps>): void;
  /** Returns the only element that a selector finds; throws where there is none. */
  find(selector: string): HTMLElement;
  findAll(selector: string): HTMLElement[];
  remove(): void;
}

/** Returns the figure, mounted 720 pixels wide. */
export function mountFigure(component: FigureComponent, props: TestProps): Mounted {
  let current = $state.raw(props);
  const target = document.createElement("div");
  target.style.width = "720px";
  document.body.append(target);
  const live: TestProps = { trace: props.trace };
  for (const name of Object.keys(props)) {
    Object.defineProperty(live, name, {
      enumerable: true,
      get: () => current[name],
      set: (value: unknown) => {
        current = { ...current, [name]: value };
      },
    });
  }
  const mounted = mount(component, { target, props: live });
  flushSync();
  return {
    target,
    get value() {
      flushSync();
      return current["value"];
    },
    update(change) {
      current = { ...current, ...change };
      flushSync();
    },
    find(selector) {
      const found = target.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`no ${selector} in ${target.innerHTML.slice(0, 2000)}`);
      return found;
    },
    findAll: (selector) => [...target.querySelectorAll<HTMLElement>(selector)],
    remove() {
      void unmount(mounted);
      target.remove();
    },
  };
}
