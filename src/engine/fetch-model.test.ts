import { describe, expect, test } from "vitest";
import { type Progress, ReadableError } from "../trace/index.ts";
import { fetchModel } from "./fetch-model.ts";

type Answers = Readonly<Record<string, () => Response>>;

const bytes = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);
const missing = (): Response => new Response("none", { status: 404 });

/** Returns a body that comes in pieces and then ends or breaks. */
function pieces(parts: readonly Uint8Array<ArrayBuffer>[], broken = false): ReadableStream {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const part = parts[next++];
      if (part) controller.enqueue(part);
      else if (broken) controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
}

const good: Answers = {
  "config.yaml": () => new Response("nc: 2"),
  "parameters.safetensors": () =>
    new Response(pieces([bytes.slice(0, 250), bytes.slice(250)]), {
      headers: { "content-length": "1000" },
    }),
  "reference.json": () => new Response('{"photographs": 1}'),
};

function server(answers: Answers, asked: string[] = []): typeof fetch {
  return (address, options) => {
    const url = address instanceof Request ? address.url : String(address);
    asked.push(url);
    if (options?.signal?.aborted) return Promise.reject(options.signal.reason as Error);
    const answer = answers[url.split("/").at(-1) ?? ""];
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("Failed to fetch"));
  };
}

const failing = (change: Answers) =>
  fetchModel("/models/small", { fetch: server({ ...good, ...change }) });

test("gives the files, their name and the share that is there", async () => {
  const asked: string[] = [];
  const steps: Progress[] = [];
  const onProgress = (progress: Progress): unknown => steps.push(progress);
  const files = await fetchModel("/models/small/", { onProgress, fetch: server(good, asked) });
  expect(asked.sort()).toEqual([
    "/models/small/config.yaml",
    "/models/small/parameters.safetensors",
    "/models/small/reference.json",
  ]);
  expect(files).toMatchObject({ name: "small", config: "nc: 2", reference: '{"photographs": 1}' });
  expect(new Uint8Array(files.parameters)).toEqual(bytes);
  expect(steps.map(({ share }) => share)).toEqual([0, 0.25, 1]);
  expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(["Downloading parameters"]));
});

test("knows no share where the length is not told, or is that of what was compressed", async () => {
  for (const headers of [{}, { "content-length": "90", "content-encoding": "gzip" }]) {
    const steps: Progress[] = [];
    const onProgress = (progress: Progress): unknown => steps.push(progress);
    const answer = () => new Response(pieces([bytes]), { headers });
    const fetch = server({ ...good, "parameters.safetensors": answer });
    await fetchModel("/models/small", { onProgress, fetch });
    expect(steps.map(({ share }) => share)).toEqual([0, undefined]);
  }
});

const page = (): Response =>
  new Response("<!doctype html>", { headers: { "content-type": "text/html; charset=utf-8" } });

test.each([
  ["missing", missing],
  ["answered with the page", page],
])("a reference that is %s is none", async (_, answer) => {
  expect(await failing({ "reference.json": answer })).not.toHaveProperty("reference");
});

describe("names the file that can't be had", () => {
  const cut = () => new Response(pieces([bytes], true));
  test.each([
    ["config.yaml", missing, "found no such file"],
    ["parameters.safetensors", missing, "found no such file"],
    ["parameters.safetensors", page, "found no such file"],
    ["parameters.safetensors", () => new Response("", { status: 503 }), "found status 503"],
    ["parameters.safetensors", cut, "found an end after 1,000 bytes"],
    ["reference.json", () => new Response("", { status: 500 }), "found status 500"],
    ["config.yaml", () => Response.error(), "found status 0"],
  ])("%s", async (file, answer, found) => {
    const loading = failing({ [file]: answer });
    await expect(loading).rejects.toThrow(ReadableError);
    await expect(loading).rejects.toThrow(`${file} could not be downloaded: ${found}.`);
  });

  test("without an answer", async () => {
    const loading = fetchModel("/models/small", { fetch: server({}) });
    await expect(loading).rejects.toThrow("could not be downloaded: found no answer");
  });
});

test("rejects with the signal's reason", async () => {
  const reason = new DOMException("enough", "AbortError");
  const early = fetchModel("/models/small", {
    signal: AbortSignal.abort(reason),
    fetch: server(good),
  });
  await expect(early).rejects.toBe(reason);
  const stop = new AbortController();
  const answer = () => {
    stop.abort(reason);
    return new Response(pieces([bytes], true));
  };
  const late = fetchModel("/models/small", {
    signal: stop.signal,
    fetch: server({ ...good, "parameters.safetensors": answer }),
  });
  await expect(late).rejects.toBe(reason);
});
