/**
 * Reads Python's pickle format (protocols 0 to 5, as in CPython's pickletools) as data. Code that a pickle
 * names is never run: a call becomes a record of who was to be called and with what.
 */

import { PickleBytes, narrow } from "./pickle-bytes.ts";
import { Machine } from "./pickle-machine.ts";
import type { Pickled, PickledName } from "./pickled.ts";

/** How much a pickle may hold; a YOLOv5l checkpoint has about 100,000 values. */
export interface PickleLimits {
  /** Operations, and so values. */
  readonly operations: number;
}

/**
 * Returns what the pickle holds. `name` is what messages call the file. Throws a ReadableError that says where
 * and what was wrong: cut off, unknown operation, a stack that is empty, too many operations.
 */
export function readPickle(
  bytes: Uint8Array,
  name: string,
  { operations }: PickleLimits = { operations: 5_000_000 },
): Pickled {
  const machine = new Machine(new PickleBytes(bytes, name));
  for (let count = 0; count < operations; count++) {
    const code = machine.bytes.u8();
    if (code === stop) return machine.pop();
    const operation = table.get(code);
    if (!operation) throw machine.bytes.wrong(`the unknown operation 0x${code.toString(16)}`);
    operation(machine);
  }
  throw machine.bytes.wrong(`more than ${operations.toLocaleString("en")} operations`);
}

const stop = 0x2e;

type Operation = (machine: Machine) => void;

const pushes =
  (read: (bytes: PickleBytes) => Pickled): Operation =>
  (machine) =>
    machine.push(read(machine.bytes));

const table: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  // Protocol and frames say nothing of the values.
  [0x80, (m) => checkProtocol(m)],
  [0x95, (m) => void m.bytes.u64()],
  // Plain values.
  [code("N"), pushes(() => null)],
  [0x88, pushes(() => true)],
  [0x89, pushes(() => false)],
  [code("K"), pushes((b) => b.u8())],
  [code("M"), pushes((b) => b.u16())],
  [code("J"), pushes((b) => b.i32())],
  [0x8a, pushes((b) => b.whole(b.u8()))],
  [0x8b, pushes((b) => b.whole(b.u32()))],
  [code("G"), pushes((b) => b.f64())],
  [code("I"), pushes(integerLine)],
  [code("L"), pushes(longLine)],
  [code("F"), pushes((b) => Number(b.textLine()))],
  [code("X"), pushes((b) => b.utf8(b.u32()))],
  [0x8c, pushes((b) => b.utf8(b.u8()))],
  [0x8d, pushes((b) => b.utf8(b.u64()))],
  [code("V"), pushes((b) => unescaped(b.textLine()))],
  [code("S"), pushes((b) => b.textLine().replace(/^(['"])(.*)\1$/, "$2"))],
  [code("U"), pushes((b) => b.latin1(b.u8()))],
  [code("T"), pushes((b) => b.latin1(b.u32()))],
  [code("C"), pushes((b) => b.take(b.u8()))],
  [code("B"), pushes((b) => b.take(b.u32()))],
  [0x8e, pushes((b) => b.take(b.u64()))],
  [0x96, pushes((b) => b.take(b.u64()))],
  // Collections.
  [code("("), (m) => m.mark()],
  [code(")"), pushes(() => ({ kind: "tuple", items: [] }))],
  [code("t"), (m) => m.push({ kind: "tuple", items: m.popMark() })],
  [0x85, (m) => m.push({ kind: "tuple", items: m.popSome(1) })],
  [0x86, (m) => m.push({ kind: "tuple", items: m.popSome(2) })],
  [0x87, (m) => m.push({ kind: "tuple", items: m.popSome(3) })],
  [code("]"), pushes(() => ({ kind: "list", items: [] }))],
  [code("l"), (m) => m.push({ kind: "list", items: m.popMark() })],
  [0x8f, pushes(() => ({ kind: "set", items: [] }))],
  [0x91, (m) => m.push({ kind: "set", items: m.popMark() })],
  [code("}"), pushes(() => ({ kind: "dict", entries: new Map() }))],
  [code("d"), (m) => pushDict(m)],
  [code("a"), (m) => m.append(m.popSome(1))],
  [code("e"), (m) => m.append(m.popMark())],
  [0x90, (m) => m.append(m.popMark())],
  [code("s"), (m) => m.setItems(m.popSome(2))],
  [code("u"), (m) => m.setItems(m.popMark())],
  // The stack and the memo.
  [code("0"), (m) => void m.pop()],
  [code("1"), (m) => void m.popMark()],
  [code("2"), (m) => m.push(m.top())],
  [code("p"), (m) => m.put(Number(m.bytes.textLine()))],
  [code("q"), (m) => m.put(m.bytes.u8())],
  [code("r"), (m) => m.put(m.bytes.u32())],
  [0x94, (m) => m.memoize()],
  [code("g"), (m) => m.get(Number(m.bytes.textLine()))],
  [code("h"), (m) => m.get(m.bytes.u8())],
  [code("j"), (m) => m.get(m.bytes.u32())],
  // Names, and what would be calls.
  [code("c"), pushes((b) => nameOf(b.textLine(), b.textLine()))],
  [0x93, (m) => pushName(m)],
  [code("R"), (m) => m.call(...m.popSome(2))],
  [0x81, (m) => m.call(...m.popSome(2))],
  [0x92, (m) => callWithNames(m)],
  [code("i"), (m) => callNamed(m)],
  [code("o"), (m) => callFirst(m)],
  [code("b"), (m) => m.build()],
  [code("P"), pushes((b) => ({ kind: "reference", id: b.textLine() }))],
  [code("Q"), (m) => m.push({ kind: "reference", id: m.pop() })],
]);

function code(character: string): number {
  return character.charCodeAt(0);
}

function checkProtocol({ bytes }: Machine): void {
  const protocol = bytes.u8();
  if (protocol > 5)
    throw bytes.wrong(`protocol ${String(protocol)}`, "a pickle of protocol 0 to 5");
}

/** Protocol 0 writes texts in Latin-1, with \\uXXXX for what that lacks. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi, (whole, short, long) => {
    const point = parseInt(String(short ?? long), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : String(whole);
  });
}

/** In text, True and False are whole numbers of two digits. */
function integerLine(bytes: PickleBytes): Pickled {
  const text = bytes.textLine();
  return text === "00" ? false : text === "01" ? true : Number(text);
}

function longLine(bytes: PickleBytes): Pickled {
  const text = bytes.textLine().replace(/L$/, "");
  if (!/^-?\d{1,150}$/.test(text)) throw bytes.wrong("a whole number that is none");
  return narrow(BigInt(text));
}

function pushDict(m: Machine): void {
  const items = m.popMark();
  m.push({ kind: "dict", entries: new Map() });
  m.setItems(items);
}

function pushName(m: Machine): void {
  const [module, attribute] = m.popSome(2);
  if (typeof attribute !== "string" || typeof module !== "string")
    throw m.bytes.wrong("a name that is no text");
  m.push(nameOf(module, attribute));
}

/** Named arguments are left out, since no module of a network has any. */
function callWithNames(m: Machine): void {
  const [type, args] = m.popSome(3);
  m.call(type, args);
}

function callNamed(m: Machine): void {
  const items = m.popMark();
  m.call(nameOf(m.bytes.textLine(), m.bytes.textLine()), { kind: "tuple", items });
}

function callFirst(m: Machine): void {
  const [type = null, ...items] = m.popMark();
  m.call(type, { kind: "tuple", items });
}

function nameOf(module: string, attribute: string): PickledName {
  return { kind: "name", name: `${module}.${attribute}` };
}
