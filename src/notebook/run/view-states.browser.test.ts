/** States of a notebook's inputs: Observable's own, figures', and those that are not to be kept. */

import * as Inputs from "@observablehq/inputs";
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { type Bound, figureElement, withValue } from "../figure-element.svelte.ts";
import Counter from "../testing/Counter.svelte";
import { ViewStates, isRestoring } from "./view-states.ts";

afterEach(() => {
  document.body.replaceChildren();
});

test("Observable's inputs are put back and followed", () => {
  const states = new ViewStates({ "1.layer": "P4", "2.on": true, "3.picked": ["a"] });
  const radio = Inputs.radio(["P3", "P4"], { value: "P3" });
  const toggle = Inputs.toggle({ label: "on" });
  const boxes = Inputs.checkbox(["a", "b"]);
  const heard: boolean[] = [];
  radio.addEventListener("input", (event) => heard.push(isRestoring(event)));
  states.attach("1.layer", radio);
  states.attach("2.on", toggle);
  states.attach("3.picked", boxes);
  expect([radio.value, toggle.value, boxes.value]).toEqual(["P4", true, ["a"]]);
  radio.value = "P3";
  radio.dispatchEvent(new Event("input"));
  expect(heard).toEqual([true, false]);
  expect(states.all).toEqual({ "1.layer": "P3", "2.on": true, "3.picked": ["a"] });
});

test("a choice that is gone leaves the input as it was", () => {
  const states = new ViewStates({ "1.layer": "P9" });
  const radio = Inputs.radio(["P3", "P4"], { value: "P3" });
  states.attach("1.layer", radio);
  expect(radio.value).toBe("P3");
});

test("an input that refuses a state stays as it was", () => {
  const states = new ViewStates({ "1.0": "nonsense" });
  const input = Object.defineProperty(document.createElement("div"), "state", {
    get: () => "own",
    set: () => {
      throw new Error("no such photograph");
    },
  });
  states.attach("1.0", input);
  expect(states.all).toEqual({ "1.0": "nonsense" });
});

test("a figure with a codec is kept by its state; one that stands for nothing leaves the value", () => {
  const states = new ViewStates({ "1.n": "eleven" });
  const names = ["ten", "eleven", "twelve", "thirteen"];
  const figure = figureElement(
    10,
    (target, bound: Bound<number>) =>
      mount(Counter, { target, props: withValue({ step: 2 }, bound) }),
    {
      state: {
        save: (value) => names[value - 10],
        load: (state) =>
          names.includes(String(state)) ? names.indexOf(String(state)) + 10 : undefined,
      },
    },
  );
  document.body.append(figure);
  states.attach("1.n", figure);
  expect(figure.value).toBe(11);
  figure.querySelector("button")?.click();
  expect(figure.value).toBe(13);
  expect(states.all).toEqual({ "1.n": "thirteen" });
  figure.state = "a hundred";
  expect(figure.value).toBe(13);
});

test("what is no small JSON is not kept, and the same twice is told once", () => {
  const told: unknown[] = [];
  const states = new ViewStates({}, (all) => told.push(all));
  const input = Object.assign(document.createElement("div"), { value: undefined as unknown });
  states.attach("1.0", input);
  const set = (value: unknown): void => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
  };
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const value of [NaN, document.body, () => 1, circle, new Date(), "x".repeat(3000), 1n]) {
    set(value);
  }
  expect(told).toEqual([]);
  set(3);
  set(3);
  expect(told).toEqual([{ "1.0": 3 }]);
});

test("names of an object's prototype are keys like others", () => {
  const states = new ViewStates({});
  const input = Object.assign(document.createElement("div"), { value: 1 });
  states.attach("constructor", input);
  expect(input.value).toBe(1);
});
