/** What heat maps and attributions say of order, and how faithful that is. */

export * from "./curve.ts";
export * from "./occlusion.ts";
export * from "./order.ts";
