/** The worker: a Core behind Comlink's door. */

import { expose } from "comlink";
import { Core } from "./core.ts";
import { carryErrors } from "./errors.ts";

carryErrors();
expose(new Core());
