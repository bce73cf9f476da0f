/** Names of files that every system takes. */

/** How long a name is at most, in bytes of UTF-8 without its ending. */
const longest = 120;

/**
 * Returns a file's name for a title: "Channel weights.html". It has no character that Windows, macOS or Linux
 * refuses or that hides what follows, is no name that Windows keeps for itself, and is "notebook" for nothing.
 */
export function fileName(title: string, ending = ".html"): string {
  const plain = title
    .slice(0, 1_000)
    .normalize("NFC")
    // Controls, marks that turn the direction of writing, and what has no width.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, " ")
    .replace(/["*/:<>?\\|]+/g, "-")
    .replace(/\s+/g, " ");
  const cut = trimmed(shortened(trimmed(plain)));
  if (cut === "") return `notebook${ending}`;
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;
  return (reserved.test(cut) ? cut.replace(/^[^.]*/, "$& notebook") : cut) + ending;
}

/** Returns a name that neither begins nor ends with what hides a file or is dropped. */
function trimmed(name: string): string {
  return name.replace(/^[\s.~-]+|[\s.-]+$/g, "");
}

function shortened(name: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = "";
  for (const character of name) {
    bytes += encoder.encode(character).length;
    if (bytes > longest) break;
    kept += character;
  }
  return kept;
}
