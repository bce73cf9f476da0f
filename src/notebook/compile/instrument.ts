/** Puts checks into a cell's function: at the head of every loop and of every function. */

import { type Node, type Options, parse } from "acorn";
import { simple } from "acorn-walk";

/** A function's source with checks, and the name that they call. */
export interface Instrumented {
  readonly body: string;
  readonly name: string;
}

/**
 * Returns a function's source with checks put in; what it means stays, and so do its lines. A function that
 * is entered calls the check; a loop counts its turns down in a variable of its function and calls the check
 * when they are used up, for a new number of turns. Throws a SyntaxError where the source is no expression.
 */
export function instrument(source: string): Instrumented {
  const name = unused(source, "check$");
  const turns = unused(source, "turns$");
  const edits: Edit[] = [];
  const put = (at: number, text: string, order = 0): void => void edits.push({ at, text, order });
  // With |0 it is a 32-bit integer to the browser too: four times as fast as a number of unknown kind.
  const enter = `let ${turns}=${name}()|0;`;
  const count = `if((${turns}=${turns}-1|0)<0)${turns}=${name}()|0;`;

  const intoLoop = ({ body }: { body: Node }): void => {
    if (body.type === "BlockStatement") put(body.start + 1, count);
    else {
      put(body.start, `{${count}`);
      put(body.end, "}", -body.start);
    }
  };
  const intoFunction = ({ body }: { body: Node }): void => {
    if (isBlock(body)) put(afterDirectives(body), `;${enter}`);
    else {
      put(body.start, `(${name}(),`);
      put(body.end, ")", -body.start);
    }
  };
  simple(parse(source, options), {
    ForStatement: intoLoop,
    ForInStatement: intoLoop,
    ForOfStatement: intoLoop,
    WhileStatement: intoLoop,
    DoWhileStatement: intoLoop,
    Function: intoFunction,
    StaticBlock(node) {
      const brace = source.indexOf("{", node.start);
      put(brace + 1, enter);
    },
  });
  return { body: applied(source, edits), name };
}

const options: Options = { ecmaVersion: "latest", sourceType: "module" };

interface Edit {
  readonly at: number;
  readonly text: string;
  /** At one place, lower comes first: what closes within comes before what closes around it. */
  readonly order: number;
}

function applied(source: string, edits: readonly Edit[]): string {
  let [text, from] = ["", 0];
  const sorted = [...edits].sort((a, b) => a.at - b.at || a.order - b.order);
  for (const { at, text: added } of sorted) {
    text += source.slice(from, at) + added;
    from = at;
  }
  return text + source.slice(from);
}

interface Block extends Node {
  readonly body: readonly (Node & { readonly directive?: string })[];
}

function isBlock(node: Node): node is Block {
  return node.type === "BlockStatement";
}

function afterDirectives({ start, body }: Block): number {
  const directives = body.filter(({ directive }) => directive !== undefined);
  return directives.at(-1)?.end ?? start + 1;
}

/** Returns a name that a source does not have in it. */
function unused(source: string, name: string): string {
  return source.includes(name) ? unused(source, `${name}_`) : name;
}
