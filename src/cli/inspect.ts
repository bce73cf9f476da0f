/** `npm run inspect`: the same network on Node, for scripts and tests. */

import { readable } from "../trace/index.ts";
import { help, readOptions } from "./options.ts";
import { readModel } from "./read-model.ts";
import { readPhoto } from "./read-photo.ts";
import { jsonReport, textReport } from "./report.ts";
import { type Inspection, inspectPhoto, startBackend } from "./run.ts";

async function main(args: readonly string[]): Promise<void> {
  // npm runs scripts in the project's folder and says where the person was.
  const options = readOptions(args, process.env.INIT_CWD);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  await startBackend();
  const loaded = await readModel(options.model);
  const inspections: Inspection[] = [];
  for (const path of options.photos) {
    const inspection = await inspectPhoto(loaded, await readPhoto(path), options);
    if (options.json) inspections.push(inspection);
    else process.stdout.write(`${textReport(inspection)}\n`);
  }
  if (options.json) {
    const { confidence, iou } = options;
    process.stdout.write(`${jsonReport(inspections, loaded.model, { confidence, iou })}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${readable(error).message.replace(/\s+/g, " ")}\n`);
  process.exitCode = 1;
});
