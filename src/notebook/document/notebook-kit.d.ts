/** Types of the part of Notebook Kit that reads notebooks, which publishes none under this name. */

declare module "observable:lib/serialize" {
  export { deserialize, serialize } from "@observablehq/notebook-kit";
}
