/** The hostile notebooks: what each tries, and what a person sees before the notebook is trusted. */

/** One file of this folder. Each sets `globalThis.pwned` to its name or asks https://evil.example/ for it. */
export interface HostileNotebook {
  /** The file's name without ".html". */
  readonly name: string;
  /** What it tries. */
  readonly tries: string;
  /** What happens before it is trusted. After it, Markdown and HTML are still sanitised. */
  readonly untrusted: string;
  /** Words that stand in the page, of a cell that is shown or of a sentence about it. */
  readonly shows: string;
  /** How many cells Notebook Kit finds in it. */
  readonly cells: number;
  /** How many sentences opening it as a file gives, about what was left out. */
  readonly problems?: number;
}

const sanitised = "Its Markdown and HTML are shown without what could run, load or cover the page.";
const source = "The sources of its cells are shown; none runs.";

/** Every file, by what it tries. */
export const hostileNotebooks: readonly HostileNotebook[] = [
  { name: "script-in-markdown", tries: "script elements in Markdown", untrusted: sanitised, shows: "Hello", cells: 2 },
  { name: "handlers-in-html", tries: "event handlers in HTML", untrusted: sanitised, shows: "Click", cells: 3 },
  { name: "handlers-in-markdown", tries: "event handlers in Markdown", untrusted: sanitised, shows: "more", cells: 2 },
  { name: "links", tries: "javascript:, data: and vbscript: links, encoded and broken up", untrusted: sanitised, shows: "vbscript:x", cells: 4 },
  { name: "svg", tries: "scripts, animations and foreign objects in SVG", untrusted: sanitised, shows: "a", cells: 6 },
  { name: "iframes", tries: "frames with addresses and with documents of their own", untrusted: sanitised, shows: "", cells: 3 },
  { name: "objects", tries: "objects, embeds and applets", untrusted: sanitised, shows: "", cells: 2 },
  { name: "refresh-and-base", tries: "to lead the page or its addresses elsewhere", untrusted: sanitised, shows: "a", cells: 3 },
  { name: "forms", tries: "forms that send what is typed, and buttons that look like the page's", untrusted: sanitised, shows: "", cells: 3 },
  { name: "css", tries: "styles that ask a server or cover the page", untrusted: sanitised, shows: "Text", cells: 3 },
  { name: "media", tries: "pictures, films and sounds from a server, which learns who reads", untrusted: sanitised, shows: "", cells: 3 },
  { name: "prototype-pollution", tries: "__proto__ and constructor as names everywhere", untrusted: source, shows: "Front matter", cells: 4, problems: 1 },
  { name: "mutation-xss", tries: "HTML that turns into something else when it is parsed twice", untrusted: sanitised, shows: "", cells: 6 },
  { name: "clobbering", tries: "names of elements that hide what the page's code looks for", untrusted: sanitised, shows: "globalThis", cells: 3 },
  { name: "expressions", tries: "code in the expressions of Markdown, HTML and TeX", untrusted: "The expressions stand there as text.", shows: "The answer is", cells: 4 },
  { name: "tex", tries: "commands of TeX that make links, pictures, styles and attributes", untrusted: "Formulas are drawn without these commands.", shows: "", cells: 4 },
  { name: "tex-bomb", tries: "macros that grow without end", untrusted: "Each formula stops at a limit and says so.", shows: "", cells: 5 },
  { name: "deep-html", tries: "HTML and Markdown nested 20,000 times", untrusted: "Each cell is shown, or says that it is nested too deeply, within seconds.", shows: "deep", cells: 7 },
  { name: "endless-loop", tries: "loops that never end, a slow regular expression, a huge array", untrusted: source, shows: "A cell that never ends", cells: 7 },
  { name: "code", tries: "code in cells that asks servers, leaves the page, starts workers, presses buttons", untrusted: source, shows: "sendBeacon", cells: 8 },
  { name: "outside", tries: "scripts, handlers and links around the notebook", untrusted: "Only cells are read; what is around them is kept as text for the download.", shows: "Everything around the notebook", cells: 2 },
  { name: "breaks-out", tries: "cells that end early or never", untrusted: source, shows: "still in the cell", cells: 4 },
  { name: "photographs", tries: "photographs that are programs, addresses or broken", untrusted: "The notebook opens without them, with a sentence for each.", shows: "Photographs that are none", cells: 1, problems: 5 },
];
