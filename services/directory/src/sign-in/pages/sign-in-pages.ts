import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Request, Response } from 'express';
import { errors, type Interaction, type Provider } from 'oidc-provider';
import { CheckSignIn, type SignInAnswer } from '../credentials/check-sign-in.js';
import { Passwords, SET_PASSWORD_PATH } from '../credentials/passwords.js';
import { signInPath } from '../issuer-configuration.js';
import type { Person } from '../people.js';
import { SignInAudit } from '../sign-in-audit.js';
import { readForm } from './form-body.js';
import { type Page, sendPage } from './page.js';
import { codeForm, expired, newPasswordForm, passwordForm, passwordSet, voidLink, waitWords } from './sign-in-forms.js';

/** Between the password and the code: whose password was right. Kept in the interaction, which only the browser with its cookie goes on with. */
const FIRST_FACTOR = 'firstFactorOf';
const NOT_RIGHT = 'User name or password is not right.';
const WRONG_CODE = 'This is not a valid code. A code serves once.';

interface Step {
  readonly provider: Provider;
  readonly interaction: Interaction;
  readonly request: Request;
  readonly response: Response;
}

/** The pages on which people sign in: no script, one form each. */
@Injectable()
export class SignInPages {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(CheckSignIn) private readonly check: CheckSignIn,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInAudit) private readonly audit: SignInAudit,
  ) {}

  async signIn(provider: Provider, request: Request, response: Response): Promise<void> {
    const interaction = await interactionOf(provider, request, response);
    if (!interaction) return sendPage(response, expired(this.ports.publicUrl));
    const step = { provider, interaction, request, response };
    const firstFactorOf = interaction.result?.[FIRST_FACTOR];
    if (request.method !== 'POST') return sendPage(response, typeof firstFactorOf === 'string' ? codeForm(actionOf(step)) : passwordForm(actionOf(step)));
    const form = await readForm(request);
    if (!form) return void response.destroy();
    return typeof firstFactorOf === 'string' ? this.takeCode(step, firstFactorOf, form) : this.takePassword(step, form);
  }

  async setPassword(request: Request, response: Response): Promise<void> {
    const form = request.method === 'POST' ? await readForm(request) : undefined;
    const token = form?.get('token') ?? new URL(request.originalUrl, this.ports.publicUrl).searchParams.get('token') ?? '';
    const person = await this.passwords.personOf(token);
    if (!person) return sendPage(response, voidLink());
    return sendPage(
      response,
      form ? await this.takeNewPassword(person, form, request.ip ?? '') : newPasswordForm(SET_PASSWORD_PATH, { name: person.name, token }),
    );
  }

  private async takePassword(step: Step, form: URLSearchParams): Promise<void> {
    const name = form.get('name') ?? '';
    const answer = await this.check.password(name, form.get('password') ?? '', step.request.ip ?? '');
    if ('refused' in answer) return refuse(step.response, answer, passwordForm(actionOf(step), { said: wordsOf(answer, NOT_RIGHT), name }));
    const { person } = answer;
    if (!person.hasSecondFactor) return this.finish(step, person, ['pwd']);
    await step.provider.interactionResult(step.request, step.response, { [FIRST_FACTOR]: person.id }, { mergeWithLastSubmission: false });
    step.response.writeHead(303, { location: actionOf(step), 'cache-control': 'no-store' }).end();
  }

  private async takeCode(step: Step, userId: string, form: URLSearchParams): Promise<void> {
    const answer = await this.check.secondFactor(userId, form.get('code') ?? '', step.request.ip ?? '');
    if ('refused' in answer) return refuse(step.response, answer, codeForm(actionOf(step), wordsOf(answer, WRONG_CODE)));
    return this.finish(step, answer.person, ['pwd', 'otp']);
  }

  private async finish({ provider, request, response }: Step, { id }: Person, amr: string[]): Promise<void> {
    await this.audit.signedIn({ id, address: request.ip ?? '' }, amr);
    await provider.interactionFinished(request, response, { login: { accountId: id, amr } }, { mergeWithLastSubmission: false });
  }

  private async takeNewPassword(person: Person, form: URLSearchParams, address: string): Promise<Page> {
    const token = form.get('token') ?? '';
    const again = (said: string): Page => newPasswordForm(SET_PASSWORD_PATH, { name: person.name, token, said });
    const password = form.get('password') ?? '';
    if (password !== form.get('repeated')) return again('The two passwords are not the same.');
    try {
      if (!(await this.passwords.setByLink(token, person, password))) return voidLink();
      await this.audit.changed(person.id, { ...person, address }, 'password');
      return passwordSet(this.ports.publicUrl);
    } catch (error) {
      if (error instanceof Refused) return again(error.message);
      throw error;
    }
  }
}

async function interactionOf(provider: Provider, request: Request, response: Response): Promise<Interaction | undefined> {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

const actionOf = ({ interaction }: Step): string => signInPath(interaction.uid);

type RefusedSignIn = Exclude<SignInAnswer, { readonly person: Person }>;

const wordsOf = (answer: RefusedSignIn, wrong: string): string => (answer.refused === 'wait' ? waitWords(answer.waitSeconds) : wrong);

function refuse(response: Response, answer: RefusedSignIn, page: Page): void {
  if (answer.refused === 'wait') response.setHeader('retry-after', String(answer.waitSeconds));
  sendPage(response, answer.refused === 'wait' ? { ...page, status: 429 } : page);
}
