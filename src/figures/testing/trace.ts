/** Traces of made-up numbers, for tests of figures. */

export { testDetection, testDetections, testTrace } from "../../explain/testing/trace.ts";
