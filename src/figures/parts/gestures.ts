/** What a pointer does on an element, in the element's own pixels; each is an attachment that cleans up. */

/** A place on an element, in CSS pixels from its top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A stretch that is being dragged out, and whether it adds to what is selected. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly adds: boolean;
}

/** Who is told of what; each is optional. */
export interface GestureListener {
  /** The pointer moved, or left. */
  readonly hover?: (place: Place | undefined) => void;
  /** A press without a drag. */
  readonly click?: (place: Place, event: PointerEvent) => void;
  /** While a stretch is dragged out sideways; undefined when it ended or was given up. */
  readonly drag?: (stretch: Stretch | undefined) => void;
  /** A stretch was dragged out. */
  readonly select?: (stretch: Stretch) => void;
}

/** A press that moves less than this is a click. */
const slack = 4;

/** Returns an attachment that reports hovering, clicking and, where someone listens, dragging sideways. */
export function gestures(listener: GestureListener): (node: Element) => () => void {
  return (node) => {
    let pressed: Place | undefined;
    let dragging = false;
    let hovering = false;

    const hover = (at: Place | undefined): void => {
      hovering = at !== undefined;
      listener.hover?.(at);
    };
    const place = ({ clientX, clientY }: PointerEvent): Place => {
      const { left, top } = node.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const stretch = (event: PointerEvent, start: Place): Stretch => ({
      from: Math.min(start.x, place(event).x),
      to: Math.max(start.x, place(event).x),
      adds: event.shiftKey,
    });
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      pressed = place(event);
      dragging = false;
    };
    const move = (event: PointerEvent): void => {
      if (pressed && listener.select && !dragging) {
        dragging = Math.abs(place(event).x - pressed.x) >= slack;
        if (dragging) capture(node, event.pointerId);
      }
      if (pressed && dragging) listener.drag?.(stretch(event, pressed));
      hover(place(event));
    };
    const up = (event: PointerEvent): void => {
      if (!pressed) return;
      const start = pressed;
      pressed = undefined;
      if (dragging) {
        listener.drag?.(undefined);
        listener.select?.(stretch(event, start));
      } else if (Math.abs(place(event).y - start.y) < slack * 2) {
        listener.click?.(start, event);
      }
      dragging = false;
    };
    const cancel = (): void => {
      pressed = undefined;
      if (dragging) listener.drag?.(undefined);
      dragging = false;
      hover(undefined);
    };
    const leave = (): void => {
      if (!dragging) hover(undefined);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && dragging) cancel();
    };

    const end = new AbortController();
    const options = { signal: end.signal };
    const on = (name: string, handler: (event: PointerEvent) => void): void => {
      node.addEventListener(
        name,
        (event) => {
          if (event instanceof PointerEvent) handler(event);
        },
        options,
      );
    };
    on("pointerdown", down);
    on("pointermove", move);
    on("pointerup", up);
    on("pointercancel", cancel);
    on("pointerleave", leave);
    window.addEventListener("keydown", key, options);
    return () => {
      end.abort();
      // What leaves the page under the pointer is not pointed at any more.
      if (hovering) hover(undefined);
    };
  };
}

function capture(node: Element, pointer: number): void {
  try {
    node.setPointerCapture(pointer);
  } catch {
    // The pointer is already gone: the drag goes on as far as the element reaches.
  }
}
