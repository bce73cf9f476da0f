/** A notebook as one page that shows it as it stands, to be read without the app: no scripts, nothing to load. */

import { textHtml } from "../document/html.ts";
import type { OutFile } from "./download.ts";
import { staticCopy } from "./export-copy.ts";
import { stylesOf } from "./export-styles.ts";
import { fileName } from "./file-name.ts";

/** The page may show what is in it and ask for nothing. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";

/** What a button has of the browser, for what stands in its place; anything else goes before it. */
const plainButton = ":where([data-button]) { display: inline-block; text-align: center; }\n";

/** What only this page needs. */
const own = `
main { padding-bottom: 0; }
[data-button] { cursor: default; }
:disabled { opacity: 1; color: inherit; cursor: default; }
.cell { break-inside: avoid-page; }
.made-with { max-width: calc(var(--wide) + 2 * var(--gutter)); margin: 4rem auto 1rem; padding: 0 var(--gutter); color: var(--muted); font: var(--small) / 1.5 var(--label-font); }
`;

/**
 * Resolves with a file that shows an element of the page, a notebook's article, as it stands: text, drawings,
 * canvases and photographs as pictures, inputs as they are set and not to be changed. Colours follow light and
 * dark of whoever reads it, save in pictures. Fonts of Latin letters and formulas go along; others are the reader's.
 */
export async function exportPage(
  article: Element,
  { title }: { readonly title: string },
): Promise<OutFile> {
  const inert = document.implementation.createHTMLDocument("");
  const [copy, styles] = await Promise.all([staticCopy(article, inert), stylesOf(document)]);
  // Drawings have the width that they had; on a narrower page they scroll.
  // "</" could end the style element; "<\\/" says the same in CSS.
  const scroll = `@media (max-width: ${String(innerWidth - 1)}px) { .observablehq--cell { overflow-x: auto; } }`;
  const css = `${plainButton}${styles}${own}${scroll}`.replaceAll("</", "<\\/");
  const html = `<!doctype html>
<html lang="en" data-se-lens-export>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${textHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
${copy.outerHTML}
</main>
<footer class="made-with">Made with SE Lens</footer>
</body>
</html>
`;
  return { name: fileName(title), blob: new Blob([html], { type: "text/html;charset=utf-8" }) };
}
