/** Cells in a real browser: reactivity, errors in their place, release of what a cell made, figures as inputs. */

import { bind, input } from "@observablehq/inputs";
import { observe } from "observable:runtime/stdlib/generators/index";
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import type { CompiledCell } from "./compiled.ts";
import { type Bound, figureElement, withValue } from "./figure-element.svelte.ts";
import { type CellState, type RunningNotebook, runNotebook } from "./run.ts";
import Counter from "./testing/Counter.svelte";

type Body = (...inputs: never[]) => unknown;

let running: RunningNotebook | undefined;
const states: [number, CellState][] = [];

afterEach(() => {
  running?.dispose();
  document.body.replaceChildren();
  states.length = 0;
});

function cell(
  id: number,
  definition: { inputs?: string[]; outputs?: string[]; body: Body },
): CompiledCell {
  const { inputs = [], outputs = [], body } = definition;
  const autodisplay = outputs.length === 0 && !inputs.includes("display");
  return {
    ...{ id, mode: "js", pinned: false, source: "", sourceHtml: "" },
    definition: { id, inputs, outputs, body, autodisplay, display: true },
  };
}

function start(cells: CompiledCell[], library: Record<string, unknown> = {}): HTMLDivElement[] {
  running = runNotebook({
    library,
    onState: (id, state) => states.push([id, state]),
    showError: (error) => {
      const element = document.createElement("p");
      element.textContent = `failed: ${(error as Error).message}`;
      return element;
    },
  });
  return cells.map((one) => {
    const root = document.createElement("div");
    document.body.append(root);
    running?.start(one, root);
    return root;
  });
}

const text = (root: HTMLElement | undefined): string => root?.textContent ?? "";

function counter(initial: number): HTMLElement & { value: number } {
  return figureElement(initial, (target, bound: Bound<number>) =>
    mount(Counter, { target, props: withValue({ step: 2 }, bound) }),
  );
}

test("a cell that names another's value follows it, and an error stands in its own cell", async () => {
  const source = Object.assign(new EventTarget(), { value: 1 });
  const change = (value: number): void => {
    source.value = value;
    source.dispatchEvent(new Event("input"));
  };
  const values = (): AsyncGenerator<number, void> =>
    observe<number>((tell) => {
      tell(source.value);
      const listener = (): void => void tell(source.value);
      source.addEventListener("input", listener);
      return () => {
        source.removeEventListener("input", listener);
      };
    });
  const [, double, throws] = start(
    [
      cell(1, {
        inputs: ["values"],
        outputs: ["n"],
        body: (make: typeof values) => ({ n: make() }),
      }),
      cell(2, { inputs: ["n"], body: (n: number) => document.createTextNode(`${String(2 * n)}`) }),
      cell(3, {
        inputs: ["n"],
        body: (n: number) => {
          if (n === 1) throw new Error("one is too few");
          return document.createTextNode("enough");
        },
      }),
    ],
    { values: () => values },
  );
  await expect.poll(() => text(double)).toBe("2");
  await expect.poll(() => text(throws)).toBe("failed: one is too few");
  change(21);
  await expect.poll(() => text(double)).toBe("42");
  await expect.poll(() => text(throws)).toBe("enough");
  expect(states).toContainEqual([3, "failed"]);
  expect(states.at(-1)?.[1]).toBe("done");
});

test("what a cell made with observe is released once when it runs again, and at the end", async () => {
  const released: number[] = [];
  const trigger = Object.assign(new EventTarget(), { value: 1 });
  const make = (n: number): AsyncGenerator<number, void> =>
    observe<number>((tell) => {
      tell(n);
      return () => released.push(n) as unknown as undefined;
    });
  const follow = (): AsyncGenerator<number, void> =>
    observe<number>((tell) => {
      tell(trigger.value);
      const listener = (): void => void tell(trigger.value);
      trigger.addEventListener("input", listener);
      return () => {
        trigger.removeEventListener("input", listener);
      };
    });
  const [, , shown] = start(
    [
      cell(1, { inputs: ["follow"], outputs: ["n"], body: (f: typeof follow) => ({ n: f() }) }),
      cell(2, {
        inputs: ["n", "make"],
        outputs: ["made"],
        body: (n: number, m: typeof make) => ({ made: m(n) }),
      }),
      cell(3, { inputs: ["made"], body: (made: number) => document.createTextNode(String(made)) }),
    ],
    { follow: () => follow, make: () => make },
  );
  await expect.poll(() => text(shown)).toBe("1");
  expect(released).toEqual([]);
  trigger.value = 2;
  trigger.dispatchEvent(new Event("input"));
  await expect.poll(() => text(shown)).toBe("2");
  await expect.poll(() => released).toEqual([1]);
  running?.dispose();
  await expect.poll(() => released).toEqual([1, 2]);
});

test("a figure is an input: it tells what was chosen, can be set, and two can be bound", async () => {
  const first = counter(1);
  const second = counter(5);
  const heard: number[] = [];
  first.addEventListener("input", () => heard.push(first.value));
  const shared = input(10);
  document.body.append(bind(first, shared), bind(second, shared));
  await expect.poll(() => text(first)).toBe("10");
  expect(heard).toEqual([]);
  first.querySelector("button")?.click();
  expect(first.value).toBe(12);
  expect(heard).toEqual([12]);
  expect(second.value).toBe(12);
  await expect.poll(() => text(second)).toBe("12");
  second.querySelector("button")?.click();
  await expect.poll(() => text(first)).toBe("14");
});

test("a figure that moves lives, one that leaves the page is unmounted", async () => {
  const element = counter(1);
  document.body.append(element);
  await new Promise(requestAnimationFrame);
  const box = document.createElement("div");
  document.body.append(box);
  box.append(element);
  await new Promise(requestAnimationFrame);
  expect(element.querySelector("button")).not.toBeNull();
  element.remove();
  await expect.poll(() => element.querySelector("button")).toBeNull();
});
