import { html, type Page, problem } from './page.js';
import { SHORTEST_PASSWORD } from '../credentials/password-rule.js';

const describedBy = (said: string | undefined) => (said === undefined ? undefined : html` aria-describedby="problem" aria-invalid="true"`);

export const passwordForm = (action: string, { said, name }: { readonly said?: string | undefined; readonly name?: string } = {}): Page => ({
  title: 'Sign in',
  status: said === undefined ? 200 : 401,
  body: html`${problem(said)}
    <form method="post" action="${action}">
      <label for="name">User name</label>
      <input
        id="name"
        name="name"
        value="${name}"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        required
        maxlength="200"
        ${name ? undefined : html` autofocus`}${describedBy(said)}
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxlength="1000"
        ${name ? html` autofocus` : undefined}${describedBy(said)}
      />
      <button type="submit">Sign in</button>
    </form>`,
});

export const codeForm = (action: string, said?: string): Page => ({
  title: 'Enter your code',
  status: said === undefined ? 200 : 401,
  body: html`${problem(said)}
    <form method="post" action="${action}">
      <label for="code">Code</label>
      <input
        id="code"
        name="code"
        inputmode="text"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck="false"
        required
        maxlength="40"
        autofocus
        aria-describedby="hint"
      />
      <p class="hint" id="hint">Six digits from your authenticator, or one of your recovery codes.</p>
      <button type="submit">Continue</button>
    </form>`,
});

export const newPasswordForm = (action: string, { name, token, said }: { readonly name: string; readonly token: string; readonly said?: string }): Page => ({
  title: 'Set your password',
  status: said === undefined ? 200 : 422,
  body: html`${problem(said)}
    <form method="post" action="${action}">
      <input type="hidden" name="token" value="${token}" />
      <label for="name">User name</label>
      <input id="name" value="${name}" autocomplete="username" readonly />
      <label for="password">New password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        required
        minlength="${String(SHORTEST_PASSWORD)}"
        maxlength="256"
        autofocus
        aria-describedby="hint"
      />
      <p class="hint" id="hint">At least ${String(SHORTEST_PASSWORD)} characters.</p>
      <label for="repeated">New password again</label>
      <input id="repeated" name="repeated" type="password" autocomplete="new-password" required maxlength="256" />
      <button type="submit">Set password</button>
    </form>`,
});

export const expired = (publicUrl: string): Page => ({
  title: 'This sign-in has expired',
  status: 400,
  body: html`<p>It was finished, or half an hour has passed. <a href="${publicUrl}/">Go to Ringfleet</a> and sign in again.</p>`,
});

export const voidLink = (): Page => ({
  title: 'This link is no longer valid',
  status: 410,
  body: html`<p>It serves once, and for three days. Ask who gave it to you for a new one.</p>`,
});

export const passwordSet = (publicUrl: string): Page => ({
  title: 'Your password is set',
  body: html`<p><a href="${publicUrl}/">Go to Ringfleet</a> and sign in with it.</p>`,
});

export const waitWords = (seconds: number): string => `Too many attempts have failed. Try again in ${seconds} s.`;
