/** The door of notebooks as documents: read, write, and what they are made of. */

export * from "./cell.ts";
export { inBytes, isTooLong, limits } from "./limits.ts";
export { readNotebook, type Parser, type ReadOptions } from "./read.ts";
export { writeNotebook } from "./write.ts";
