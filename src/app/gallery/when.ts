/** Says when something was, in words. */

const minute = 60_000;
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** Returns "just now", "3 minutes ago", "2 hours ago", "yesterday" or "on 3 November 2026"; times in milliseconds since 1970. */
export function when(time: number, now: number): string {
  const minutes = Math.floor((now - time) / minute);
  // A clock that was set back must not say that it will be.
  if (minutes < 1) return "just now";
  if (minutes < 60) return relative.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 24 && sameDay(time, now)) return relative.format(-hours, "hour");
  if (sameDay(time, now - 24 * 60 * minute)) return "yesterday";
  return `on ${day.format(time)}`;
}

function sameDay(a: number, b: number): boolean {
  return day.format(a) === day.format(b);
}
