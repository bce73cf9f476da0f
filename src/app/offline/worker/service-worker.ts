/** The service worker: keeps every file of the app, so that it works with no connection. */

import { PrecacheController } from "workbox-precaching/PrecacheController.js";

declare const self: ServiceWorkerGlobalScope;

const files = new PrecacheController();
files.precache(self.__WB_MANIFEST);

self.addEventListener("activate", (event) => {
  // So that a first visit's page finds here what it loads later.
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", ({ data }: ExtendableMessageEvent) => {
  if (isMessage(data) && data.type === "SKIP_WAITING") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const key = files.getCacheKeyForURL(fileOf(request.url));
  if (key !== undefined) event.respondWith(answer(request, key));
});

/** The app's files know no query ("?backend=wasm" is for the page), and a folder is its index. */
function fileOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + (pathname.endsWith("/") ? `${pathname}index.html` : pathname);
}

async function answer(request: Request, key: string): Promise<Response> {
  const kept = await caches.match(key);
  const bytes = await kept?.arrayBuffer();
  // A notebook's code could write into the cache; what is not what was built is fetched anew.
  if (!kept || !bytes || !(await isGenuine(bytes, files.getIntegrityForCacheKey(key))))
    return fetch(request);
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  // Threads need an isolated page, also where a plain file server sends no such headers.
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(bytes, { status: kept.status, statusText: kept.statusText, headers });
}

async function isGenuine(bytes: ArrayBuffer, integrity: string | undefined): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return integrity === `sha256-${btoa(String.fromCharCode(...digest))}`;
}

function isMessage(data: unknown): data is { readonly type: unknown } {
  return typeof data === "object" && data !== null && "type" in data;
}
