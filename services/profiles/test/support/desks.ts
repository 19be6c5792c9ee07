// Devices with everything that a phone needs to get its configuration.
import { create } from '@bufbuild/protobuf';
import { AccountSecretChangedSchema, ModelChangedSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { Sealed } from '@ringfleet/secrets';
import { curl, type CurlAnswer, digest } from './curl.js';
import type { NewAccount, NewPhone, Phones, PhoneSecrets } from './phones.js';

export const LOGIN: PhoneSecrets = { httpUsername: 'desk', httpPassword: 'http-canary' };
/** As the front door says that the phone came, which is on this machine. */
export const OVER_HTTPS = ['-H', 'X-Forwarded-Proto: https'];
const VARIABLES = [{ name: 'server', type: 'string', default: 'sip.example.net' }];
export const SIGNED_IN = digest('desk:http-canary');

export interface NewDesk {
  readonly vendor?: string;
  readonly name?: string;
  readonly templates?: readonly object[];
  readonly variables?: readonly object[];
  readonly secrets?: PhoneSecrets;
  readonly displayName?: string;
  readonly device?: NewPhone;
}

export interface Desk {
  readonly id: string;
  readonly accountId: string;
  readonly profileId: string;
  readonly mac: string;
  ask(file: string, ...options: readonly string[]): Promise<CurlAnswer>;
}

export class Desks {
  private macs = 0;

  constructor(private readonly phones: Phones) {}

  async model(vendor: string, name: string, ports = 2): Promise<string> {
    const id = newId();
    await this.phones.service.tell(topics.models, [{ key: id, message: create(ModelChangedSchema, { id, vendor, name, ports }) }]);
    return id;
  }

  /** Asks about profiles, whichever version they have. */
  async ask<Body>(path: string, body?: object): Promise<Body> {
    const headers = { 'if-match': '*' };
    const answer = await this.phones.service.request<Body>(`/api/v1/profiles${path}`, { method: 'POST', headers, ...(body && { body }) });
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  /** A profile of which a version is published. */
  async profile(modelId: string, templates: readonly object[], variables: readonly object[] = VARIABLES): Promise<string> {
    const { id } = await this.ask<{ readonly id: string }>('', { name: `Profile ${newId()}`, modelIds: [modelId] });
    await this.ask(`/${id}/versions`, { variables, templates });
    await this.ask(`/${id}/versions/1/publish`);
    return id;
  }

  /** An account with a SIP password. */
  async account(account: NewAccount, password = 'sip-canary'): Promise<string> {
    const accountId = await this.phones.account(account);
    const sipPassword = new Uint8Array(Sealed.seal(this.phones.service.ports.sealer, password, `account:${accountId}:sipPassword`).stored());
    const message = create(AccountSecretChangedSchema, { accountId, secretVersion: 1, sipPassword });
    await this.phones.service.tell(topics.accountSecrets, [{ key: accountId, message }]);
    return accountId;
  }

  /** A device with a profile and a line with a SIP password. */
  async desk({ vendor = 'Yealink', name = 'SIP-T54W', templates = [], variables, secrets = LOGIN, displayName = 'Zoë', device }: NewDesk): Promise<Desk> {
    const mac = `001565AB${(++this.macs).toString(16).toUpperCase().padStart(4, '0')}`;
    const modelId = await this.model(vendor, name);
    const customerId = await this.phones.customer();
    const accountId = await this.account({ customerId, number: '15550100', displayName });
    const profileId = await this.profile(modelId, templates, variables);
    const id = await this.phones.device({ mac, modelId, customerId, profileId, lines: [accountId], ...device });
    await this.phones.change(id, {}, secrets);
    return {
      id,
      accountId,
      profileId,
      mac: mac.toLowerCase(),
      ask: async (file, ...options) => curl(`${this.phones.service.url}/p/${await this.phones.keyOf(id)}/${file}`, ...OVER_HTTPS, ...options),
    };
  }
}
