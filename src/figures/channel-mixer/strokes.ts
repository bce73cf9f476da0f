/** What a pointer does on the bank: strokes that are told place by place, in the bank's own pixels. */

import type { Place } from "../parts/gestures.ts";

/** What a stroke does: it draws weights or selects channels. */
export type StrokeKind = "draw" | "select";

/** Who is told. */
export interface StrokeListener {
  /** The pointer moved without being pressed, or left. */
  hover(place: Place | undefined): void;
  /** It was pressed; with shift, or where that is asked, the stroke selects. */
  start(place: Place, shiftKey: boolean): void;
  /** It moved while it was pressed. */
  move(from: Place, to: Place): void;
  /** It was let go. */
  end(): void;
  /** The stroke was given up, by Escape or by the browser. */
  cancel(): void;
}

/** Returns an attachment that reports strokes; it cleans up. */
export function strokes(listener: StrokeListener): (node: HTMLElement) => () => void {
  return (node) => {
    let last: Place | undefined;
    const place = ({ clientX, clientY }: PointerEvent): Place => {
      const { left, top } = node.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      last = place(event);
      try {
        node.setPointerCapture(event.pointerId);
      } catch {
        // The pointer is already gone: the stroke goes on as far as the element reaches.
      }
      listener.start(last, event.shiftKey);
    };
    const move = (event: PointerEvent): void => {
      const to = place(event);
      if (last) listener.move(last, to);
      else listener.hover(to);
      if (last) last = to;
    };
    const finish = (how: "end" | "cancel"): void => {
      if (!last) return;
      last = undefined;
      listener[how]();
    };
    const end = new AbortController();
    const { signal } = end;
    node.addEventListener("pointerdown", down, { signal });
    node.addEventListener("pointermove", move, { signal });
    node.addEventListener(
      "pointerup",
      () => {
        finish("end");
      },
      { signal },
    );
    node.addEventListener(
      "pointercancel",
      () => {
        finish("cancel");
      },
      { signal },
    );
    node.addEventListener(
      "pointerleave",
      () => {
        if (!last) listener.hover(undefined);
      },
      { signal },
    );
    // Before the bank's own keys, so that Escape ends the stroke and nothing else.
    node.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !last) return;
        event.stopImmediatePropagation();
        finish("cancel");
      },
      { signal, capture: true },
    );
    return () => {
      end.abort();
      finish("cancel");
    };
  };
}
