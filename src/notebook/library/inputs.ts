/** Observable's inputs with their style. */

import "@observablehq/inputs/dist/index.css";
export * from "@observablehq/inputs";
