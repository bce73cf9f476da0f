/** `npm run fuzz -- [seed] [count]`: damages checkpoints until one makes anything but a sentence. */

import { readFileSync, readdirSync } from "node:fs";
import { attempt } from "./attempt.ts";
import { mutate, placeOfPickle, random } from "./mutate.ts";

const folder = new URL("../files/checkpoints/", import.meta.url);
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000_000);
const count = Number(process.argv[3] ?? 2000);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".pt") && file !== "state-dict.pt")
  .map((file) => new Uint8Array(readFileSync(new URL(file, folder))));
console.log(`seed ${String(seed)}, ${String(count)} files`);
const next = random(seed);
const tally = new Map<string, { loaded: number; refused: number }>();
let slowest = { took: 0, kind: "", number: 0, outcome: "" };
for (let k = 0; k < count; k++) {
  const file = files[Math.floor(next() * files.length)] ?? new Uint8Array();
  const mutant = mutate(file, { next, pickle: placeOfPickle(file) });
  // Of the processor, since other programs run too.
  const began = process.cpuUsage();
  let outcome: string;
  try {
    outcome = attempt(mutant.file);
  } catch (error) {
    console.error(`file ${String(k)} (${mutant.kind}) made an error that is no sentence:`, error);
    process.exitCode = 1;
    break;
  }
  const { user, system } = process.cpuUsage(began);
  const took = (user + system) / 1000;
  if (took > slowest.took) slowest = { took, kind: mutant.kind, number: k, outcome };
  const counts = tally.get(mutant.kind) ?? { loaded: 0, refused: 0 };
  counts[outcome === "loaded" ? "loaded" : "refused"]++;
  tally.set(mutant.kind, counts);
}
console.table(Object.fromEntries(tally));
const { maxRSS } = process.resourceUsage();
console.log(
  `slowest ${slowest.took.toFixed(0)} ms of processor time, file ${String(slowest.number)} (${slowest.kind}): ${slowest.outcome}`,
);
console.log(`at most ${(maxRSS / 1024).toFixed(0)} MB in all`);
