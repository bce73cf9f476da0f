/** What the methods of attribution are called, and the colours that tell them apart. */

import { type Method, type WhereMethod, layerMethods, methods } from "../../trace/index.ts";

/** Any way to rank channels or places, and the random order that they are held against. */
export type NamedMethod = Method | WhereMethod | "random";

const names: Readonly<Record<NamedMethod, string>> = {
  credit: "Exact credit",
  gradient: "Gradient × channel weight",
  ablateNeutral: "Ablation to neutral",
  ablateZero: "Ablation to 0",
  shapley: "Shapley values",
  gradCam: "Grad-CAM",
  eigenCam: "EigenCAM",
  channelWeighted: "Channel-weighted",
  occlusion: "Occlusion",
  random: "Random order",
};

/** Five hues that the colour-blind can tell apart, as the page's own follow light and dark. */
const hues = [
  "light-dark(#00696b, #5cc8c2)",
  "light-dark(#b24a08, #f3a261)",
  "light-dark(#2563c9, #7eaaf7)",
  "light-dark(#c2185b, #ff8fb3)",
  "light-dark(#93319f, #d790e0)",
] as const;
const dashes = ["none", "7 3", "2 3", "9 3 2 3", "4 2"] as const;

/** How a method's line is drawn: by colour, and for those who can't tell colours by its dashes. */
export interface MethodLook {
  readonly name: string;
  readonly colour: string;
  /** As SVG's stroke-dasharray. */
  readonly dash: string;
}

/** Returns what a method is called and how it is drawn, the same in every figure. */
export function methodLook(method: NamedMethod): MethodLook {
  if (method === "random") return { name: names.random, colour: "var(--muted)", dash: "none" };
  const places: readonly NamedMethod[] = [...layerMethods, "occlusion"];
  const channels: readonly NamedMethod[] = methods;
  const at = Math.max(places.indexOf(method), channels.indexOf(method));
  return { name: names[method], colour: hues[at] ?? hues[0], dash: dashes[at] ?? "none" };
}

/** Returns what a method is called in the middle of a sentence: names of people and methods keep their capital. */
export function insideSentence(method: NamedMethod): string {
  const { [method]: name } = names;
  return /^(Shapley|Grad-CAM|EigenCAM)/.test(name)
    ? name
    : name.charAt(0).toLowerCase() + name.slice(1);
}
