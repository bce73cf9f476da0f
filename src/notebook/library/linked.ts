/** `linked`: an input whose value is part of the page's address. */

import { whenGone } from "../figure-element.svelte.ts";

type Input = HTMLElement & { value: unknown };
type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns the input, its value read from the address and written into it: "#/notebook?layer=P4". `name` is
 * the parameter's; an object's fields have their own names. What the address says wins at the beginning and
 * whenever it changes; a value that the input does not take leaves it as it was. null is not written.
 */
export function linked<T extends Input>(input: T, name?: string): T {
  const initial = input.value;
  const read = (): void => {
    const before = input.value;
    const wanted = isFields(initial)
      ? withFields(isFields(before) ? before : initial)
      : (parameter(name) ?? before);
    if (wanted === before) return;
    input.value = wanted;
    if (input.value === null || input.value === undefined) input.value = before;
    else input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const write = (): void => {
    const { value } = input;
    const fields = isFields(value) ? value : name === undefined ? {} : { [name]: value };
    replaceParameters(fields);
  };
  read();
  input.addEventListener("input", write);
  addEventListener("hashchange", read);
  whenGone(input, () => {
    removeEventListener("hashchange", read);
  });
  return input;
}

/** The fields as they are, with those that the address names from there; the same object where it names none. */
function withFields(fields: Fields): Fields {
  const named = Object.entries(fields).flatMap(([name, value]) => {
    const found = parameter(name);
    return found === undefined || found === value ? [] : [[name, found] as const];
  });
  return named.length === 0 ? fields : { ...fields, ...Object.fromEntries(named) };
}

/** Returns what the address says under a name: a number where it looks like one. */
function parameter(name: string | undefined): string | number | undefined {
  const text = name === undefined ? null : split().parameters.get(name);
  if (text === null) return undefined;
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function replaceParameters(fields: Fields): void {
  const { place, parameters } = split();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string" || typeof value === "number") parameters.set(name, String(value));
    else parameters.delete(name);
  }
  const text = parameters.toString();
  const hash = text === "" ? place : `${place}?${text}`;
  if (hash !== location.hash) history.replaceState(history.state, "", hash);
}

function split(): { readonly place: string; readonly parameters: URLSearchParams } {
  const [place = "", query = ""] = location.hash.split("?", 2);
  return { place: place === "" ? "#/" : place, parameters: new URLSearchParams(query) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
