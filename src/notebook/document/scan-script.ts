/** Where a script element ends: HTML's script data states, in which comments can hide an end tag. */

/**
 * Returns where the end tag begins that closes the script whose content begins at `from`; undefined if none does.
 * Inside "<!--" a "<script" makes the next "</script" belong to it, up to "-->" (the double escaped state).
 */
export function endOfScript(text: string, from: number): number | undefined {
  const marks = /<!(?=--)|-->|<(\/?)script(?=[\t\n\f\r />])/gi;
  marks.lastIndex = from;
  let state: "plain" | "escaped" | "doubled" = "plain";
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const [mark, slash] = match;
    if (mark === "-->") state = "plain";
    else if (mark === "<!") state = state === "plain" ? "escaped" : state;
    else if (slash === "/" && state !== "doubled") return match.index;
    else if (slash === "/") state = "escaped";
    else if (state === "escaped") state = "doubled";
  }
  return undefined;
}

/** Returns whether a "</script>" behind this content would not close its element. */
export function hidesItsEnd(content: string): boolean {
  const ended = `${content}</script>`;
  return endOfScript(ended, 0) !== content.length;
}
