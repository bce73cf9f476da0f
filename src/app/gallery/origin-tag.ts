/** Says where a kept notebook came from. */

import type { KeptNotebook } from "../../notebook/keep/types.ts";

/** Returns what the gallery says of a notebook's origin; `titleOf` gives a shipped notebook's title. */
export function originTag(
  { origin, base, file, trusted }: KeptNotebook,
  titleOf: (base: string) => string | undefined,
): string | undefined {
  switch (origin) {
    case "new":
      return undefined;
    case "copy":
      return base === undefined ? undefined : `your copy of ${titleOf(base) ?? base}`;
    case "file":
      return `from ${file ?? "a file"}${untrusted(trusted)}`;
    case "link":
      return `from a link${untrusted(trusted)}`;
  }
}

function untrusted(trusted: boolean): string {
  return trusted ? "" : ", not trusted yet";
}
