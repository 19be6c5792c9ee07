import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** Text that is safe inside HTML, made by `html` alone. */
export class Html {
  constructor(readonly text: string) {}
}

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => SPECIAL[letter] ?? ''); // <b> → &lt;b&gt;

/** HTML with values in it; what is not `Html` itself is escaped, undefined is nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly (string | Html | undefined)[]): Html =>
  new Html(
    parts.reduce((text, part, index) => {
      const value = values[index - 1];
      return `${text}${value instanceof Html ? value.text : escaped(value ?? '')}${part}`;
    }),
  );

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(24rem, calc(100vw - 2rem)); padding: 1rem 0; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; border: 1px solid #767676; border-radius: .25rem; }
button { font: inherit; font-weight: 600; margin-top: 1.5rem; padding: .6rem 1.25rem; border: 1px solid transparent; border-radius: .25rem; background: #1257a8; color: #fff; cursor: pointer; }
button.other { background: Canvas; color: CanvasText; border-color: #767676; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #e0a100; outline-offset: 2px; }
.problem { border-left: .3rem solid #c62828; padding: .5rem .75rem; margin: 0 0 1rem; }
.hint { margin: .25rem 0 0; }`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // No script at all, no foreign frame around it. Nothing is said of where a form's answer may lead: to the console.
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
}

export const pageHeaders = HEADERS;

export const pageText = ({ title, body }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Ringfleet</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body.text}
</main>
</body>
</html>
`;

export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status ?? 200, HEADERS);
  response.end(pageText(page));
}

/** What went wrong, read out at once by a screen reader. */
export const problem = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<p class="problem" role="alert" id="problem">${text}</p>`;
