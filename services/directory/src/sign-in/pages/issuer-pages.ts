import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { html, Html, pageHeaders, type Page, pageText } from './page.js';

/** Machines get JSON, as OAuth has it; browsers a page. */
export function renderProblem(context: KoaContextWithOIDC, out: ErrorOut): void {
  if (context.accepts('json', 'html') !== 'html') {
    context.type = 'json';
    context.body = out;
    return;
  }
  const said = out.error_description ?? out.error;
  show(context, {
    title: 'Sign-in did not work',
    body: html`<p>Go back to Ringfleet and sign in again.</p>
      <p class="hint">Reason: ${said}</p>`,
  });
}

/** `form` is the issuer's own: it carries what proves that the page was asked for. */
export function renderSignOut(context: KoaContextWithOIDC, form: string): void {
  const body = html`<p>You will be signed out in this browser.</p>
    ${new Html(form)}
    <button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Sign out</button>
    <button class="other" type="submit" form="op.logoutForm">Stay signed in</button>`;
  show(context, { title: 'Sign out of Ringfleet?', body });
}

export function renderSignedOut(context: KoaContextWithOIDC): void {
  show(context, { title: 'Signed out', body: html`<p>You are signed out of Ringfleet.</p>` });
}

function show(context: KoaContextWithOIDC, page: Page): void {
  context.set(pageHeaders);
  context.body = pageText(page);
}
