/** A Vite plugin that has `html` set listeners without writing them as attributes first, which our policy forbids. */

const changes = [
  [
    "string += `::${j}`;",
    'if (typeof value === "function") string = string.replace(/(\\S+\\s*=\\s*)$/, "data-htl-$1");\nstring += `::${j}`;',
  ],
  ["element[name] = value;", 'element[name.replace(/^data-htl-/, "")] = value;'],
];

/**
 * Returns the plugin. Hypertext Literal marks a listener's place by an attribute like `onclick="::1"`, takes it
 * away and sets the property; the browser reports each such attribute as an inline script that it blocked.
 * The build fails where the text to change is not found any more.
 * @returns {import("vite").Plugin}
 */
export function quietHandlers() {
  return {
    name: "quiet-handlers",
    transform(code, id) {
      if (!/\/htl\/dist\/index\.js/.test(id)) return undefined;
      let changed = code;
      for (const [from = "", to = ""] of changes) {
        if (changed.split(from).length !== 2)
          throw new Error("htl marks listeners in another way: see scripts/quiet-handlers.js");
        changed = changed.replace(from, () => to);
      }
      return { code: changed, map: null };
    },
  };
}
