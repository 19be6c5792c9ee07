import type { Named } from '../../support/views.js';
import { SignInBrowser } from '@ringfleet/testing/sign-in-browser';
import { setTimeout as moment } from 'node:timers/promises';
import { Client } from 'pg';
import { Api } from '../../support/api.js';
import type { AccessWorld } from '../support/inside.js';
import type { Actor, Expected, Key } from './model.js';

/** Where inventory keeps its copies of directory's records. */
const COPIES = { reseller: 'tenants', customer: 'tenants', site: 'tenants', account: 'accounts', user: 'users' } as const;
export type Copied = keyof typeof COPIES;

/** Ports of the models that are used here (product.md §11). */
export const PORTS: Readonly<Record<string, number>> = { 'Cisco 6821': 2, 'Yealink SIP-T21P E2': 2, 'Grandstream GXP2135': 8 };

/** What is changed by its version: customers/019a…, devices/019a…/replace, devices/019a…/lines/0 */
const VERSIONED = /^(\w+\/[\w-]+)(\/replace|\/assignment|\/lines\/\d+)?$/;
const LOOK_MS = 3;
const PASSWORD = 'A long enough password';

interface Answer {
  readonly code?: string;
  readonly errors?: readonly { readonly code: string }[];
  readonly items?: readonly { readonly id: string }[];
  readonly users?: readonly { readonly id: string }[];
}

/** The real API, spoken to by whoever is called for; records go by the names of the model. */
export class Real {
  /** What was asked and answered so far, each kind once. */
  readonly answers = new Set<string>();
  private readonly ids = new Map<Key, string>();
  private readonly keys = new Map<string, Key>();
  private readonly callers = new Map<string, Promise<Api>>();

  private constructor(
    private readonly world: AccessWorld,
    private readonly copies: Client,
    /** Every name of this run begins so. */
    readonly prefix: string,
    readonly models: readonly Named[],
  ) {}

  static async start(world: AccessWorld, copies: Client, prefix: string): Promise<Real> {
    const models = await world.administrator.all<Named & { readonly vendor: string }>('/api/v1/models');
    return new Real(
      world,
      copies,
      prefix,
      models.map(({ id, name, vendor }) => ({ id, name: name.startsWith(vendor) ? name : `${vendor} ${name}` })).filter(({ name }) => name in PORTS),
    );
  }

  /** The id of a record; one that was never made has that of nobody. */
  id(key: Key): string {
    return this.ids.get(key) ?? '019aa5a0-0000-7000-8000-000000000002';
  }

  keyOf(id: string): Key {
    return this.keys.get(id) ?? 'nobody';
  }

  name(key: Key): string {
    return `${this.prefix}${key}`;
  }

  async as(actor: Actor): Promise<Api> {
    const who = actor.user ?? `${actor.role} ${actor.customer ?? actor.reseller ?? ''}`;
    const known = this.callers.get(who) ?? (actor.user === undefined ? this.withKey(actor) : this.signedIn(actor.user));
    this.callers.set(who, known);
    return known;
  }

  /** Asks, and says of the answer what the model says of it. */
  async ask(
    actor: Actor,
    method: string,
    path: string,
    body?: object,
    ifMatch?: string,
  ): Promise<Expected & { readonly body: Answer & Partial<Named> & { readonly version?: number } }> {
    const api = await this.as(actor);
    const tag = ifMatch ?? (method === 'GET' ? undefined : await this.tagOf(path));
    const headers = { 'content-type': 'application/json', ...(tag !== undefined && { 'if-match': tag }) };
    const answer = await api.request<Answer>(`/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const records = answer.body?.items ?? answer.body?.users;
    return {
      status: answer.status,
      body: answer.body ?? {},
      ...(answer.body?.code !== undefined && { code: answer.body.code }),
      ...(answer.body?.errors && { codes: new Set(answer.body.errors.map(({ code }) => code)) }),
      ...(records && { shows: new Set(records.flatMap(({ id }) => this.keys.get(id) ?? [])) }),
    };
  }

  /** Takes note of a record that was made. */
  made(key: Key, id: string): void {
    this.ids.set(key, id);
    this.keys.set(id, key);
  }

  /** Resolves once inventory's copy of a record has this version. */
  async heard(kind: Copied, key: Key): Promise<void> {
    const { body } = await this.ask({ role: 'administrator', reseller: null, customer: null }, 'GET', `${kind}s/${this.id(key)}`);
    for (;;) {
      const { rows } = await this.copies.query<{ sequence: string }>(`select sequence from ${COPIES[kind]} where id = $1`, [this.id(key)]);
      if (Number(rows[0]?.sequence ?? 0) >= (body.version ?? 0)) return;
      await moment(LOOK_MS);
    }
  }

  /** What stands in If-Match, as somebody reads it who sees everything; nothing for what is not there. */
  private async tagOf(path: string): Promise<string | undefined> {
    const record = VERSIONED.exec(path)?.[1];
    if (record === undefined) return undefined;
    const { headers } = await this.world.administrator.request(`/api/v1/${record}`);
    return headers.get('etag') ?? '"1"';
  }

  private async withKey({ role, reseller, customer }: Actor): Promise<Api> {
    if (role === 'administrator') return this.world.administrator;
    const owner = customer === null ? reseller !== null && { resellerId: this.id(reseller) } : { customerId: this.id(customer) };
    const key = await this.world.administrator.post<{ id: string; clientSecret: string }>('/api/v1/service-keys', { name: this.name(role), role, ...owner });
    return Api.signIn(this.world.url, { clientId: key.id, clientSecret: key.clientSecret });
  }

  private async signedIn(user: Key): Promise<Api> {
    const link = await this.world.administrator.post<{ url: string }>(`/api/v1/users/${this.id(user)}/password-link`, {});
    const { pathname, search } = new URL(link.url);
    const browser = new SignInBrowser(this.world.url);
    await browser.submit(await browser.open(pathname + search), { password: PASSWORD, repeated: PASSWORD });
    const { access_token: token } = await new SignInBrowser(this.world.url).tokensFor(this.name(user), PASSWORD);
    return Api.withToken(this.world.url, token);
  }
}
