import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { RunningEngine } from '../../deploy/support/running-engine.js';

const REALM = 'carrier';

export interface Person {
  readonly name: string;
  readonly password: string;
  readonly role: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A Keycloak of its own, with one realm: the console as its public client, realm roles, and two attributes of people as claims. */
export class Keycloak {
  private constructor(
    private readonly engine: RunningEngine,
    private readonly password: string,
    readonly certificate: string,
  ) {}

  static async start(): Promise<Keycloak> {
    const engine = await RunningEngine.start('keycloak');
    return new Keycloak(engine, engine.said.password ?? '', engine.said.certificate ?? '');
  }

  get issuer(): string {
    return `${this.engine.said.address}/realms/${REALM}`;
  }

  stop = (): Promise<void> => this.engine.stop();

  /** The realm, with the console at this address as its client. */
  async makeRealm(consoleUrl: string, roles: readonly string[]): Promise<void> {
    await this.admin('POST', '', {
      realm: REALM,
      enabled: true,
      roles: { realm: roles.map((name) => ({ name })) },
      clients: [consoleClient(consoleUrl)],
    });
    const profile = await this.admin<object>('GET', `/${REALM}/users/profile`);
    await this.admin('PUT', `/${REALM}/users/profile`, { ...profile, unmanagedAttributePolicy: 'ADMIN_EDIT' });
  }

  async addPerson({ name, password, role, attributes }: Person): Promise<void> {
    await this.admin('POST', `/${REALM}/users`, {
      ...detailsOf(name, attributes),
      credentials: [{ type: 'password', value: password, temporary: false }],
    });
    const known = await this.admin<object>('GET', `/${REALM}/roles/${role}`);
    await this.admin('POST', `/${REALM}/users/${await this.idOf(name)}/role-mappings/realm`, [known]);
  }

  /** Gives a person other attributes. */
  async move(name: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.admin('PUT', `/${REALM}/users/${await this.idOf(name)}`, detailsOf(name, attributes));
  }

  /** A new signing key, in front of the old one. */
  async rotateKey(): Promise<void> {
    const { id } = await this.admin<{ id: string }>('GET', `/${REALM}`);
    const config = { priority: ['200'], enabled: ['true'], active: ['true'], keySize: ['2048'], algorithm: ['RS256'] };
    await this.admin('POST', `/${REALM}/components`, {
      name: 'newer',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      parentId: id,
      config,
    });
  }

  /** How often the person is signed in just now. */
  async sessionsOf(name: string): Promise<number> {
    return (await this.admin<object[]>('GET', `/${REALM}/users/${await this.idOf(name)}/sessions`)).length;
  }

  private async idOf(name: string): Promise<string> {
    const [user] = await this.admin<{ id: string }[]>('GET', `/${REALM}/users?exact=true&username=${name}`);
    if (!user) throw new Error(`Keycloak knows no ${name}.`);
    return user.id;
  }

  private async admin<Body>(method: string, path: string, body?: object): Promise<Body> {
    const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: this.password });
    const answer = await this.send<{ access_token: string }>('POST', '/realms/master/protocol/openid-connect/token', { body: String(form) });
    const headers = { authorization: `Bearer ${answer.access_token}`, 'content-type': 'application/json' };
    return this.send<Body>(method, `/admin/realms${path}`, { headers, ...(body && { body: JSON.stringify(body) }) });
  }

  private async send<Body>(method: string, path: string, { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string }): Promise<Body> {
    const asked = request(`${this.engine.said.address}${path}`, {
      method,
      ca: readFileSync(this.certificate),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    const answered = Promise.withResolvers<IncomingMessage>();
    asked.once('response', answered.resolve).once('error', answered.reject).end(body);
    const response = await answered.promise;
    const said = await text(response);
    if ((response.statusCode ?? 500) >= 300) throw new Error(`Keycloak answers ${method} ${path} with ${response.statusCode}: ${said}`);
    return (said === '' ? undefined : JSON.parse(said)) as Body;
  }
}

const detailsOf = (name: string, attributes: Readonly<Record<string, string>>): object => ({
  username: name,
  email: `${name}@example.com`,
  emailVerified: true,
  firstName: name,
  lastName: 'Carrier',
  enabled: true,
  attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, [value]])),
});

const ATTRIBUTES = ['rf_reseller', 'rf_customer'];

const consoleClient = (url: string): object => ({
  clientId: 'ringfleet-console',
  publicClient: true,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  redirectUris: [`${url}/*`],
  webOrigins: [url],
  attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': `${url}/*` },
  protocolMappers: [
    mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': 'ringfleet' }),
    ...ATTRIBUTES.map((name) => mapper(name, 'oidc-usermodel-attribute-mapper', { 'user.attribute': name, 'claim.name': name, 'jsonType.label': 'String' })),
  ],
});

const mapper = (name: string, kind: string, config: Readonly<Record<string, string>>): object => ({
  name,
  protocol: 'openid-connect',
  protocolMapper: kind,
  config: { ...config, 'access.token.claim': 'true', 'id.token.claim': 'false' },
});
