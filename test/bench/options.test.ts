import { describe, expect, test } from "vitest";
import { ReadableError } from "../../src/trace/index.ts";
import { help, readOptions } from "./options.ts";

test("nothing asked for is the whole measurement as tables", () => {
  expect(readOptions([])).toEqual({
    help: false,
    runs: 20,
    quick: false,
    json: false,
    gpu: false,
  });
});

test("every option is read", () => {
  expect(readOptions(["--runs", "3", "--quick", "--json", "--gpu", "-h"])).toEqual({
    help: true,
    runs: 3,
    quick: true,
    json: true,
    gpu: true,
  });
  expect(readOptions(["--runs=1000"]).runs).toBe(1000);
});

describe("a wrong command line is named:", () => {
  test.each([
    [["--runs", "0"], "found 0"],
    [["--runs", "1001"], "found 1001"],
    [["--runs", "2.5"], "found 2.5"],
    [["--runs", "1e2"], "found 1e2"],
    [["--runs="], "found nothing"],
    [["--runs"], "--runs"],
    [["--fast"], "--fast"],
    [["--quick=yes"], "--quick"],
    [["photo.jpg"], "photo.jpg"],
  ])("%j", (args, part) => {
    expect(() => readOptions(args)).toThrow(ReadableError);
    expect(() => readOptions(args)).toThrow(part);
  });
});

test("the help names every option", () => {
  for (const name of Object.keys(readOptions([]))) expect(help).toContain(`--${name}`);
});
