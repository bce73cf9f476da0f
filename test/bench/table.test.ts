import { expect, test } from "vitest";
import { formatTable } from "./table.ts";

test("columns are as wide as their widest cell and set to their side", () => {
  const table = formatTable(
    [
      { title: "backend", align: "left" },
      { title: "ms", align: "right" },
    ],
    [
      ["WebAssembly", "7"],
      ["WebGL", "2500"],
    ],
  );
  expect(table.split("\n")).toEqual([
    "| backend     |   ms |",
    "| ----------- | ---: |",
    "| WebAssembly |    7 |",
    "| WebGL       | 2500 |",
  ]);
});

test("a missing cell stays empty", () => {
  const columns = [
    { title: "a", align: "left" },
    { title: "b", align: "right" },
  ] as const;
  expect(formatTable(columns, [["x"]]).split("\n")[2]).toBe("| x   |     |");
});
