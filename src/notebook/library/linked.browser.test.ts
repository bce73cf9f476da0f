import { afterEach, beforeEach, expect, test } from "vitest";
import { linked } from "./linked.ts";

type Input = HTMLElement & { value: unknown };

let before: string;
beforeEach(() => {
  before = location.hash;
});
afterEach(() => {
  history.replaceState(null, "", before || location.pathname + location.search);
  document.body.replaceChildren();
});

/** An input that takes only some values, as a group of radio buttons does; null where none fits. */
function input(value: unknown, takes: (value: unknown) => boolean = () => true): Input {
  const element = document.createElement("div");
  let current = value;
  Object.defineProperty(element, "value", {
    get: () => current,
    set: (next: unknown) => {
      current = takes(next) ? next : null;
    },
  });
  document.body.append(element);
  return element as unknown as Input;
}

function choose(element: Input, value: unknown): void {
  element.value = value;
  element.dispatchEvent(new Event("input"));
}

test("what is chosen stands in the address, beside what else stands there", () => {
  history.replaceState(null, "", "#/note?layer=P4");
  choose(linked(input("a"), "side"), "b");
  expect(location.hash).toBe("#/note?layer=P4&side=b");
});

test("the address wins at the beginning, an object's fields by their own names", () => {
  history.replaceState(null, "", "#/note?step=3&layer=P4");
  const element = linked(input({ step: 1, channel: null }));
  expect(element.value).toEqual({ step: 3, channel: null });
  choose(element, { step: 4, channel: 12 });
  expect(location.hash).toBe("#/note?step=4&layer=P4&channel=12");
  choose(element, { step: 4, channel: null });
  expect(location.hash).toBe("#/note?step=4&layer=P4");
});

test("an input follows an address that changes, until it has left the page", async () => {
  history.replaceState(null, "", "#/note?side=a");
  const element = linked(input("a"), "side");
  await Promise.resolve();
  const heard: unknown[] = [];
  element.addEventListener("input", () => heard.push(element.value));
  history.replaceState(null, "", "#/note?side=b");
  dispatchEvent(new HashChangeEvent("hashchange"));
  expect(heard).toEqual(["b"]);
  element.remove();
  await new Promise((resolve) => setTimeout(resolve, 0));
  history.replaceState(null, "", "#/note?side=c");
  dispatchEvent(new HashChangeEvent("hashchange"));
  expect(element.value).toBe("b");
});

test("a value that the input does not take leaves it as it was", () => {
  history.replaceState(null, "", "#/note?layer=P9");
  const element = linked(
    input("P5", (value) => value === "P5"),
    "layer",
  );
  expect(element.value).toBe("P5");
});

test("numbers are read as numbers, and other text as it is", () => {
  history.replaceState(null, "", "#/note?n=07&name=7b&empty=");
  expect(linked(input(1), "n").value).toBe(7);
  expect(linked(input(""), "name").value).toBe("7b");
  expect(linked(input("x"), "empty").value).toBe("");
});
