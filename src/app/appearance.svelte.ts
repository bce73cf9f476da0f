/** Light or dark: as the system says until the person chooses, and then as they chose. */

/** What the person chose. */
export type Appearance = "auto" | "light" | "dark";

const key = "se-lens-appearance";
const all: readonly Appearance[] = ["auto", "light", "dark"];

class Choice {
  current = $state<Appearance>(stored());

  constructor() {
    this.apply();
  }

  /** Goes on to the next of automatic, light, dark. */
  next(): void {
    this.current = all[(all.indexOf(this.current) + 1) % all.length] ?? "auto";
    this.apply();
    try {
      localStorage.setItem(key, this.current);
    } catch {
      // Storage is denied: the choice holds until the page is closed.
    }
  }

  private apply(): void {
    const { dataset } = document.documentElement;
    if (this.current === "auto") delete dataset.theme;
    else dataset.theme = this.current;
  }
}

function stored(): Appearance {
  try {
    return all.find((name) => name === localStorage.getItem(key)) ?? "auto";
  } catch {
    return "auto";
  }
}

/** The page's appearance. */
export const appearance = new Choice();
