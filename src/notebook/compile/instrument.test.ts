import { expect, test } from "vitest";
import { instrument } from "./instrument.ts";

type Run = (check: () => number) => unknown;

/** Runs a body plain and with checks, and gives both results and how often it was checked. */
async function both(body: string): Promise<{ plain: unknown; watched: unknown; checks: number }> {
  const source = `async () => {\n${body}\n}`;
  const made = instrument(source);
  expect(made.body.split("\n").length).toBe(source.split("\n").length);
  let checks = 0;
  const run = (text: string): unknown =>
    (new Function(made.name, `"use strict"; return (${text})();`) as Run)(() => {
      checks++;
      return checks % 3;
    });
  const plain: unknown = await run(source);
  const watched: unknown = await run(made.body);
  return { plain, watched, checks };
}

test.each([
  ["for", "let s = 0; for (let i = 0; i < 20; i++) s += i; return s;"],
  ["for without a body", "let i = 0; for (; i++ < 9; ); return i;"],
  ["while", "let i = 0; while (i < 9) i++; return i;"],
  ["do", "let i = 0; do i++; while (i < 9); return i;"],
  ["do, without a semicolon", "let i = 0\ndo i++\nwhile (i < 9)\nreturn i"],
  ["of", "const l = []; for (const x of [3, 4]) l.push(x); return l;"],
  ["in", "const l = []; for (const k in {a: 1, b: 2}) l.push(k); return l;"],
  ["await of", "const l = []; for await (const x of [Promise.resolve(1), 2]) l.push(x); return l;"],
  [
    "labels",
    "const l = []; outer: for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 2) break outer; l.push([i, j]); } return l;",
  ],
  [
    "closures of a head",
    "const l = []; for (let i = 0; i < 3; i++) l.push(() => i); return l.map((f) => f());",
  ],
  [
    "a dangling else",
    "const l = []; if (true) for (const x of [1, 2]) if (x > 1) l.push(x); else l.push(-x); return l;",
  ],
  ["arrows", "const f = (x) => (y) => x + y; return f(1)(2);"],
  ["an arrow that gives an object", "const f = (x) => ({ x }); return f(1);"],
  ["an arrow that gives a sequence", "const f = (x) => (x++, x); return f(1);"],
  ["async arrows", "const f = async (x) => await x; return f(Promise.resolve(4));"],
  [
    "defaults",
    "const f = (a = () => { let i = 0; while (i < 3) i++; return i; }) => a(); return f();",
  ],
  [
    "classes",
    "class A { static n = 0; static { for (let i = 0; i < 5; i++) this.n += i; } #p = 2; get p() { return this.#p; } set p(v) { this.#p = v; } m() { let i = 0; while (i < this.p) i++; return i; } } class B extends A { constructor() { super(); this.p = 7; } m() { return super.m() + 1; } } return [A.n, new B().m(), B.name];",
  ],
  ["getters", "const o = { get a() { let i = 0; for (;;) if (++i > 4) return i; } }; return o.a;"],
  ["generators", "function* g() { let i = 0; while (i < 4) yield i++; } return [...g()];"],
  [
    "async generators",
    "async function* g() { for (const x of [1, 2]) yield x; } const l = []; for await (const x of g()) l.push(x); return l;",
  ],
  ["directives", "function f() { 'use strict'\n return this; } return f();"],
  [
    "names and lengths",
    "const f = (a, b) => a; function g(a) {} return [f.name, f.length, g.name, g.length];",
  ],
  ["recursion", "const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)); return fib(12);"],
  [
    "switch in a loop",
    "let n = 0; for (let i = 0; i < 5; i++) switch (i) { case 1: continue; case 3: break; default: n += i; } return n;",
  ],
  [
    "try in a loop",
    "let n = 0; for (;;) try { if (n++ > 3) return n; continue; } finally { n++; }",
  ],
  [
    "names like the checks",
    "let check$ = 1, turns$ = 2; while (check$ < 5) check$ += turns$; return check$;",
  ],
  [
    "arguments and new.target",
    "function F() { return [arguments.length, new.target === undefined]; } return F(1, 2);",
  ],
])("%s keep their meaning", async (_name, body) => {
  const { plain, watched, checks } = await both(body);
  expect(watched).toEqual(plain);
  expect(checks).toBeGreaterThan(0);
});

test.each([
  "for (;;);",
  "while (true);",
  "do ; while (true);",
  "const f = () => g(), g = () => { f(); f(); }; f();",
  "for (const x of (function* () { for (;;) yield 1; })()) ;",
  "[1].map(() => { while (true) {} });",
  "class A { static { for (;;); } }",
  "({ get a() { for (;;); } }).a;",
  "while (true) try { for (;;); } catch {}",
  "for (;;) { try { for (;;); } finally { continue; } }",
])("%j ends when the check throws", (body) => {
  const made = instrument(`() => {${body}}`);
  let left = 5000;
  const run = new Function(made.name, `"use strict"; return (${made.body})();`) as Run;
  expect(() =>
    run(() => {
      if (left-- < 0) throw new Error("stopped");
      return 0;
    }),
  ).toThrow(/stopped|call stack/);
});
