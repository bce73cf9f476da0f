/** The size of an element as it is laid out. */

/** Follows an element's content width; attach it with `{@attach size.observe}`. */
export class Size {
  /** In CSS pixels; the fallback until the element stands in a page. */
  width = $state(0);

  constructor(fallback: number) {
    this.width = fallback;
  }

  /** An attachment that watches its element and ends with it. */
  readonly observe = (node: HTMLElement): (() => void) => {
    const follow = (width: number): void => {
      if (width > 0) this.width = width;
    };
    const observer = new ResizeObserver(([entry]) => {
      follow(entry?.contentRect.width ?? 0);
    });
    follow(node.clientWidth);
    observer.observe(node);
    return () => {
      observer.disconnect();
    };
  };
}
