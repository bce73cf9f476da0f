/** Changes of channel weights: made, named, listed, undone, saved, and turned into edits. */

export * from "./change.ts";
export * from "./history.ts";
export * from "./list.ts";
export * from "./make.ts";
export * from "./mix.ts";
export { packChannels, sortedChannels } from "./pack.ts";
export * from "./state.ts";
export * from "./words.ts";
