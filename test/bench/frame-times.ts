/** A trace of Chromium → how long script ran in each frame of the page. */

/** An event as Chromium's tracing writes it; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** What the thread had of the processor in this time; the rest it waited for others. */
  readonly tdur?: number;
}

/** What runs script on the page's thread; each holds what it calls. */
const scripts = new Set([
  "EvaluateScript",
  "EventDispatch",
  "FireAnimationFrame",
  "FireIdleCallback",
  "FunctionCall",
  "RunMicrotasks",
  "TimerFire",
  "v8.evaluateModule",
]);

/** Chromium tells with it that the page's thread hands a frame over: what ran since the one before was for it. */
const frameEnd = "BeginCommitCompositorFrame";

/**
 * Returns the milliseconds of processor time that script took in every frame in which any ran, of the thread
 * that makes the most frames; what ran after the last one counts as one more.
 */
export function scriptPerFrame(events: readonly TraceEvent[]): number[] {
  const page = busiest(events.filter(({ name }) => name === frameEnd));
  if (!page) return [];
  const onPage = events.filter(({ pid, tid }) => pid === page.pid && tid === page.tid);
  const ends = onPage
    .filter(({ name }) => name === frameEnd)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const spans = onPage
    .filter(({ name, ph }) => scripts.has(name) && ph === "X")
    .sort((a, b) => a.ts - b.ts);
  const frames = new Array<number>(ends.length + 1).fill(0);
  let frame = 0;
  let done = -Infinity;
  for (const { ts, dur = 0, tdur = dur } of spans) {
    // Script within script is counted already.
    if (ts < done) continue;
    done = ts + dur;
    while (frame < ends.length && (ends[frame] ?? Infinity) <= ts) frame++;
    frames[frame] = (frames[frame] ?? 0) + tdur / 1000;
  }
  return frames.filter((milliseconds) => milliseconds > 0);
}

/** Returns an event of the thread that most of them are of, undefined where there are none. */
function busiest(events: readonly TraceEvent[]): TraceEvent | undefined {
  const counts = new Map<string, { readonly one: TraceEvent; count: number }>();
  for (const one of events) {
    const key = `${String(one.pid)} ${String(one.tid)}`;
    const found = counts.get(key) ?? { one, count: 0 };
    found.count++;
    counts.set(key, found);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.one;
}
