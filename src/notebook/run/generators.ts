/** Generators that a cell made and nobody will take. */

/** Returns every generator among what an outdated run of a cell gave, so that what they hold is released. */
export function letGo(value: unknown, isExports: boolean): void {
  const list =
    isExports && typeof value === "object" && value !== null ? Object.values(value) : [value];
  for (const one of list) {
    if (isGenerator(one)) void Promise.resolve(one.return()).catch(() => undefined);
  }
}

function isGenerator(value: unknown): value is { return(): unknown } {
  if (typeof value !== "object" || value === null) return false;
  if (!("next" in value) || !("return" in value)) return false;
  return typeof value.next === "function" && typeof value.return === "function";
}
