/** What the keyboard does on the bank. */

/** What a key asks for. */
export type Command =
  | { readonly kind: "go"; readonly key: string; readonly extend: boolean }
  | { readonly kind: "add"; readonly weight: number }
  | { readonly kind: "mute" | "solo" | "neutral" | "trained" | "undo" | "redo" | "clear" };

const steps: Readonly<Record<string, number>> = {
  ArrowUp: 0.01,
  ArrowDown: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
};
const letters: Readonly<Record<string, "mute" | "solo" | "neutral" | "trained">> = {
  m: "mute",
  s: "solo",
  n: "neutral",
  r: "trained",
};

/** Returns what a key asks for; undefined where that is not the bank's to answer. */
export function commandOf({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">):
  Command | undefined {
  const lower = key.toLowerCase();
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    if (lower === "z") return { kind: shiftKey ? "redo" : "undo" };
    return lower === "y" ? { kind: "redo" } : undefined;
  }
  if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key))
    return { kind: "go", key, extend: shiftKey };
  const weight = steps[key];
  if (weight !== undefined) return { kind: "add", weight: shiftKey ? weight * 10 : weight };
  if (key === "Escape") return { kind: "clear" };
  const letter = letters[lower];
  return letter && { kind: letter };
}
