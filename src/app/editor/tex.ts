/** TeX as the editor colours it: commands, braces, scripts, comments. */

import { StreamLanguage } from "@codemirror/language";

/** TeX's language; it knows tokens only, no structure. */
export const tex = StreamLanguage.define<null>({
  name: "tex",
  startState: () => null,
  token(stream) {
    if (stream.match(/^%.*/)) return "comment";
    if (stream.match(/^\\(?:[a-zA-Z]+\*?|.)/)) return "keyword";
    if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
    if (stream.match(/^[{}[\]()]/)) return "bracket";
    if (stream.match(/^[&^_=+\-*/<>]/)) return "operator";
    stream.next();
    return null;
  },
  languageData: {
    commentTokens: { line: "%" },
    closeBrackets: { brackets: ["{", "[", "(", "$"] },
  },
});
