/** A plain file server, as anybody has one: no headers, the app in a folder of it. And one that only counts. */

import { readFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** A server that runs. */
export interface Running {
  /** "http://localhost:1234", without a slash. */
  readonly address: string;
  /** Method and path of every request, in order. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** Serves the folder dist at `/folder/`; `edit` may change a file's text on its way. */
export async function serveApp(
  folder: string,
  edit: (file: string, text: Buffer) => Buffer | string = (_, text) => text,
): Promise<Running> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(`${request.method ?? ""} ${pathname}`);
    const path = pathname.startsWith(`/${folder}/`) ? pathname.slice(folder.length + 2) : "none";
    const file = path === "" ? "index.html" : path;
    readFile(join("dist", file)).then(
      (text) => {
        const type = types[extname(file)] ?? "application/octet-stream";
        response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache" });
        response.end(edit(file, text));
      },
      () => response.writeHead(404).end(),
    );
  });
  return listen(server, asked);
}

/** Answers anything to anybody; what matters is whether it was asked. */
export async function serveForeign(): Promise<Running> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end("0");
  });
  server.on("upgrade", (request, socket) => {
    asked.push(`UPGRADE ${request.url ?? ""}`);
    socket.destroy();
  });
  return listen(server, asked);
}

async function listen(server: Server, asked: readonly string[]): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${String(port)}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
