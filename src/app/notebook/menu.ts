/** What a menu lists. */

/** One thing to do. */
export interface MenuItem {
  readonly label: string;
  /** The keys that do the same, as they are shown. */
  readonly keys?: string;
  /** For a thing that is on or off. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Whether a line stands above it. */
  readonly rule?: boolean;
  readonly run: () => void;
}
