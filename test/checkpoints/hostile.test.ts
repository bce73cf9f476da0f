/** Checkpoints made to harm: code to run, memo loops, huge tensors, bombs. None does, each is told what is wrong. */

import { expect, test } from "vitest";
import { readCheckpoint, readYolo } from "../../src/import/index.ts";
import { ReadableError } from "../../src/trace/index.ts";
import { archive, dict, op, pickle, tensor } from "./craft.ts";

const hostile: Readonly<
  Record<string, { readonly file: () => ArrayBuffer; readonly says: RegExp }>
> = {
  "a pickle that calls os.system": {
    file: () =>
      archive(
        pickle([
          ...op.global("os", "system"),
          ...op.text("touch pwned"),
          ...op.tuple1,
          ...op.reduce,
        ]),
      ),
    says: /holds no network/,
  },
  "a model that calls eval when it is built": {
    file: () =>
      archive(
        pickle(
          dict("model", [
            ...op.global("builtins", "eval"),
            ...op.text("globalThis.pwned = true"),
            ...op.tuple1,
            ...op.reduce,
            ...dict("_modules", op.emptyDict),
            ...op.build,
          ]),
        ),
      ),
    says: /holds no network|no YOLOv5/,
  },
  "a list that holds itself": {
    file: () => archive(pickle([...op.emptyList, ...op.put(0), ...op.get(0), ...op.append])),
    says: /holds no network/,
  },
  "a module that holds itself": {
    file: () =>
      archive(
        pickle(
          dict("model", [
            ...op.global("models.yolo", "Model"),
            ...op.emptyTuple,
            ...op.newObject,
            ...op.put(0),
            ...dict("_modules", dict("model", op.get(0))),
            ...op.build,
          ]),
        ),
      ),
    says: /a module that holds itself/,
  },
  "modules nested a thousand deep": {
    file: () => archive(pickle(dict("model", nested(1000)))),
    says: /modules without end/,
  },
  "a tensor of 2^40 numbers": {
    file: () =>
      archive(
        pickle(dict("model", dict("w", tensor("0", { shape: [1n << 40n], strides: [1n] })))),
        { "0": new Uint8Array(16) },
      ),
    says: /1,099,511,627,776 numbers/,
  },
  "a tensor that repeats 4 numbers into 2^40 by a stride of 0": {
    file: () =>
      archive(
        pickle(
          dict(
            "model",
            dict("w", tensor("0", { shape: [1n << 20n, 1n << 20n], strides: [0n, 0n] })),
          ),
        ),
        { "0": new Uint8Array(16) },
      ),
    says: /storage of 4/,
  },
  "a tensor that begins outside its storage": {
    file: () =>
      archive(
        pickle(dict("model", dict("w", tensor("0", { shape: [2n], strides: [1n], offset: 3 })))),
        { "0": new Uint8Array(16) },
      ),
    says: /tensor w can't be read/,
  },
  "a storage that is not there": {
    file: () =>
      archive(
        pickle(
          dict("model", dict("w", tensor("../../etc/passwd", { shape: [2n], strides: [1n] }))),
        ),
      ),
    says: /no storage/,
  },
  "names that would change every object": {
    file: () =>
      archive(
        pickle(
          dict("model", dict("__proto__", tensor("__proto__", { shape: [1n], strides: [1n] }))),
        ),
      ),
    says: /no storage __proto__/,
  },
  "a zip bomb": {
    file: () => archive(pickle(op.emptyDict), { "0": new Uint8Array(60_000_000) }, 9),
    says: /that is not stored as it is/,
  },
  "a pickle that says it has a text of 4 GB": {
    file: () => archive(pickle([0x58, 255, 255, 255, 255])),
    says: /the file may be cut off/,
  },
  "a pickle that says it has bytes of 2^63": {
    file: () => archive(pickle([0x8e, 0, 0, 0, 0, 0, 0, 0, 128])),
    says: /a length of 9,?223/,
  },
  "an unknown operation": { file: () => archive(pickle([0xff])), says: /unknown operation 0xff/ },
  "an empty stack": { file: () => archive(pickle([])), says: /empty stack/ },
  "a memo that holds nothing": { file: () => archive(pickle(op.get(7))), says: /memo 7/ },
  "a protocol of the future": {
    file: () => archive(Uint8Array.of(0x80, 9, 0x2e)),
    says: /protocol 9/,
  },
  "a million marks": {
    file: () => archive(Uint8Array.from({ length: 1_000_000 }, () => 0x28)),
    says: /cut off/,
  },
  "a bare pickle of an old PyTorch": {
    file: () => pickle(op.emptyDict).slice().buffer,
    says: /before 1\.6/,
  },
  "an empty file": { file: () => new ArrayBuffer(0), says: /empty file/ },
  "a picture": {
    file: () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2).buffer,
    says: /something else/,
  },
  "a zip of something else": {
    file: () => archive(new Uint8Array()),
    says: /cut off|empty/,
  },
};

function nested(depth: number): number[] {
  let inner: number[] = [...op.none];
  for (let k = 0; k < depth; k++)
    inner = [
      ...op.global("torch.nn", "Module"),
      ...op.emptyTuple,
      ...op.newObject,
      ...dict("_modules", dict("0", inner)),
      ...op.build,
    ];
  return inner;
}

test.each(Object.entries(hostile))("%s is refused with a sentence", (_, { file, says }) => {
  const bytes = file();
  let told: unknown;
  try {
    readYolo(readCheckpoint(bytes, "bad.pt"), "bad.pt");
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(ReadableError);
  expect((told as ReadableError).message).toMatch(says);
  expect("pwned" in globalThis).toBe(false);
});
