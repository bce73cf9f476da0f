import js from "@eslint/js";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

/**
 * What a folder of src may import from our own, besides itself (docs/architecture.md).
 * @type {Record<string, string[]>}
 */
const mayImport = {
  trace: [],
  image: ["trace"],
  explain: ["trace"],
  import: ["trace"],
  network: ["trace"],
  engine: ["network", "import", "image", "trace"],
  figures: ["explain", "trace"],
  notebook: ["figures", "explain", "trace", "engine", "image"],
  app: ["notebook", "figures", "explain", "trace", "engine", "image"],
  cli: ["network", "import", "image", "explain", "trace"],
};
const folders = Object.keys(mayImport);
const zones = Object.entries(mayImport).flatMap(([target, allowed]) =>
  folders
    .filter((from) => from !== target && !allowed.includes(from))
    .map((from) => ({
      target: `./src/${target}`,
      from: `./src/${from}`,
      message: `src/${target} may import from ${["itself", ...allowed].join(", ")} (docs/architecture.md).`,
    })),
);

export default ts.config(
  { ignores: ["dist/", "node_modules/", "test-results/", "playwright-report/", "public/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      // For import-x, which parses a component that a TypeScript file imports with these options.
      parserOptions: { parser: ts.parser },
    },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })],
      "import-x/parsers": {
        "@typescript-eslint/parser": [".ts"],
        "svelte-eslint-parser": [".svelte"],
      },
    },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "off",
      eqeqeq: "error",
      "no-console": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
);
