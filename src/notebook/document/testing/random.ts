/** Random notebooks for tests, the same for the same seed: good ones, and text that only looks like one. */

/** Gives numbers in 0..1 and picks. */
export interface Random {
  (): number;
  pick<T>(list: readonly T[]): T;
  upTo(most: number): number;
}

/** Returns a generator of random numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (most: number): number => Math.floor(next() * (most + 1));
  return Object.assign(next, {
    upTo,
    pick<T>(list: readonly T[]): T {
      const one = list[upTo(list.length - 1)];
      if (one === undefined) throw new Error("nothing to pick from");
      return one;
    },
  });
}

const words = [
  ...[
    "const a = 1;",
    "# Title",
    "  indented",
    "    more",
    "\t",
    " ",
    "",
    "λ → 🙂",
    "\u00a0",
    "&amp;",
  ],
  ...[
    "<\\/script>",
    "<\\\\/script >",
    "</SCRIPT",
    "<!--",
    "-->",
    "<!-->",
    "--!>",
    "<script>",
    "<SCRIPT ",
  ],
  ...[
    "</script\\",
    "`${x}`",
    '"',
    "'",
    ">",
    "<",
    "</",
    "<b",
    "]]>",
    "a<!--b",
    "$$",
    "\\",
    "\u2028",
  ],
];
const lineEnds = ["\n", "\n", "\n", "\r\n", "\r"];

/** Returns a source that a cell could have. */
export function randomSource(random: Random): string {
  return Array.from({ length: random.upTo(6) }, () => random.pick([...words, "\n", "\n\n"])).join(
    random.pick(["", " ", "\n"]),
  );
}

const attributes = [
  ...['id="1"', "id=2", "id='3'", 'id="2"', "id", 'id="x"', 'id="1.7"', 'id="-4"', 'ID="5"'],
  ...['type="module"', "type=text/markdown", "TYPE='text/html'", 'type="application/x-tex"'],
  ...['type="application/sql"', 'type="text/x-python"', 'type="nonsense"', 'src="a.js"', "pinned"],
  ...["hidden=''", 'pinned=""', 'output="x>y"', "output='a\"b'", "output=a>", 'database="&amp;"'],
  ...['format="json"', "/", "data-a='</script>'", "=x", 'class="</notebook>"', "\n", "a=b/"],
];
const ends = [
  "</script>",
  "</script>",
  "</script>",
  "</SCRIPT >",
  "</script/>",
  "</script a='>'>",
  "",
];

function randomScript(random: Random): string {
  const own = Array.from({ length: random.upTo(4) }, () => random.pick(attributes)).join(" ");
  const name = random.pick(["script", "script", "SCRIPT", "Script"]);
  const end = random.pick(random() < 0.9 ? ends.slice(0, 3) : ends);
  const space = random.pick([" ", "\n", "/", " "]);
  return `<${name}${own && space}${own}>\n    ${randomSource(random)}\n  ${end}`;
}

const around = [
  ...["\n", "  ", "\n\n", "text", "<!-- <script>a</script> -->", "<!-->", "<!--->", "<p>", "</p>"],
  ...[
    "<div title='<script>'>",
    "</div>",
    "<style><script></style>",
    "<textarea><script>b</script>",
  ],
  ...["</textarea>", "<title>One</title>", "<title>a < b &amp; c</title>", "<TITLE>\nTwo</TITLE >"],
  ...["<svg>", "</svg>", "<math>", "<table>", "</table>", "<tr><td>", "<template>", "</template>"],
  ...[
    "<notebook>",
    "</notebook>",
    "<select>",
    "</select>",
    "<xmp></xmp>",
    "<noscript>",
    "</noscript>",
  ],
  ...[
    "<?x <script> ?>",
    "<!x>",
    "</ x>",
    "</>",
    "<1>",
    "<![CDATA[ <script> ]]>",
    "<br/>",
    "&lt;script",
  ],
  ...["<iframe></iframe>", "<b><i></b></i>", "<notebook theme='ink'>", "\0", "<a href=x>", "</a>"],
];

/** Returns a text with scripts in it; `oddness` from 0 (as Notebook Kit writes) to 1 says what is around them. */
export function randomText(random: Random, oddness: number): string {
  const end = random.pick(lineEnds);
  const parts = Array.from({ length: random.upTo(7) }, () =>
    random() < oddness ? random.pick(around) : `${end}  ${randomScript(random)}`,
  );
  const title = random() < 0.8 ? `${end}  <title>A &amp; b</title>` : "";
  const start = random.pick([
    "<!doctype html>",
    "<!doctype html>",
    "\ufeff<!doctype html>",
    "",
    "<!-- c -->",
  ]);
  const tag = random.pick(['<notebook theme="air">', "<notebook>", "<NOTEBOOK readonly>"]);
  return `${start}${end}${tag}${title}${parts.join("")}${end}</notebook>${end}`;
}
