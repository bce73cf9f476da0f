/** The Content-Security-Policy of the app's two pages, written into them and sent with them. */

/** @type {Record<string, string>} */
const strict = {
  "default-src": "'none'",
  // Cells are text that becomes functions: the page needs 'unsafe-eval', and no script stands in the page itself.
  "script-src": "'self' 'unsafe-eval' 'wasm-unsafe-eval'",
  "worker-src": "'self' blob:",
  "connect-src": "'self' blob: data:",
  "img-src": "'self' blob: data:",
  "media-src": "'self' blob: data:",
  "style-src": "'self' 'unsafe-inline'",
  "font-src": "'self' data:",
  "manifest-src": "'self'",
  "frame-src": "'none'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

const online = {
  ...strict,
  "connect-src": `${strict["connect-src"]} https:`,
  "img-src": `${strict["img-src"]} https:`,
};

/**
 * Returns the policy of the page at an address: "/online.html" may ask any https server for data and pictures,
 * every other page only its own.
 * @param {string} address
 * @returns {string}
 */
export function policyOf(address) {
  const rules = /\/online\.html(?:[?#]|$)/.test(address) ? online : strict;
  return Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/**
 * Returns a Vite plugin that writes the policy into each page and sends it from Vite's own servers, which can
 * also forbid that a foreign page frames ours.
 * @returns {import("vite").Plugin}
 */
export function contentSecurityPolicy() {
  return {
    name: "content-security-policy",
    transformIndexHtml: {
      order: "pre",
      handler(html, { path, server }) {
        // Vite's own client talks to its server while the app is developed.
        const policy = server
          ? policyOf(path).replace("connect-src 'self'", "connect-src 'self' ws:")
          : policyOf(path);
        return html.replace(
          '<meta charset="utf-8" />',
          `$&\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        );
      },
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const policy = policyOf(request.url ?? "/");
        response.setHeader("Content-Security-Policy", `${policy}; frame-ancestors 'none'`);
        next();
      });
    },
  };
}
