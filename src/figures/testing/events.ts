/** What a person does with pointer and keyboard, for tests. */

import { flushSync } from "svelte";
import type { Place } from "../parts/gestures.ts";

/** Sends a pointer event to an element, at a place in the element's own pixels. */
export function point(
  node: Element,
  type: "pointermove" | "pointerdown" | "pointerup" | "pointerleave" | "pointerenter",
  { x, y, shiftKey = false }: Place & { readonly shiftKey?: boolean },
): void {
  const { left, top } = node.getBoundingClientRect();
  const event = { clientX: left + x, clientY: top + y, shiftKey, bubbles: true, pointerId: 1 };
  node.dispatchEvent(new PointerEvent(type, event));
  flushSync();
}

/** Presses and releases without moving. */
export function click(node: Element, place: Place): void {
  point(node, "pointermove", place);
  point(node, "pointerdown", place);
  point(node, "pointerup", place);
}

/** Presses, moves and releases. */
export function drag(
  node: Element,
  {
    from,
    to,
    shiftKey = false,
  }: { readonly from: Place; readonly to: Place; readonly shiftKey?: boolean },
): void {
  point(node, "pointerdown", { ...from, shiftKey });
  point(node, "pointermove", { x: (from.x + to.x) / 2, y: from.y, shiftKey });
  point(node, "pointermove", { ...to, shiftKey });
  point(node, "pointerup", { ...to, shiftKey });
}

/** Presses a key. */
export function press(node: Element, key: string, { shiftKey = false } = {}): void {
  node.dispatchEvent(
    new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }),
  );
  flushSync();
}

/** Moves a slider. */
export function slide(node: Element, value: number): void {
  if (!(node instanceof HTMLInputElement)) throw new Error("not an input");
  node.valueAsNumber = value;
  node.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

/** Lets promises that are already settled be heard. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  flushSync();
}
