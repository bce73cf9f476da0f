/** `npm run bench`: measures, then prints. */

import { readable } from "../../src/trace/index.ts";
import { measure } from "./measure.ts";
import { help, readOptions } from "./options.ts";
import { faults, jsonReport, textReport } from "./report.ts";
import { weighEngine } from "./weight.ts";

/** Runs the whole command for its arguments. Returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const say = (line: string): void => {
    process.stderr.write(`${line.replace(/\s+/g, " ")}\n`);
  };
  try {
    const options = readOptions(args);
    if (options.help) {
      process.stdout.write(help);
      return 0;
    }
    const measurement = await measure(options, say);
    say("Weighing the engine ...");
    const report = options.json ? jsonReport : textReport;
    process.stdout.write(`${report(measurement, await weighEngine())}\n`);
    const found = faults(measurement);
    found.forEach(say);
    return found.length === 0 ? 0 : 1;
  } catch (error) {
    say(readable(error).message);
    return 1;
  }
}
