// The service as it runs: it hears of the world and of the rows over the event log, and answers there. What is in its tables and what it said is read from outside.
import { create } from '@bufbuild/protobuf';
import { ProfileChangedSchema, ProfileLookupService, TenantChangedSchema, TenantLookupService, topics, type UserChanged } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { keyState } from '@ringfleet/testing/callers';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import type { TenantRow } from './reference/records.js';
import type { SaidEvent } from './reference/reference.js';
import { key } from './reference/words.js';
import type { UploadedFile } from './file.js';
import { chunkMessage, outcomeOf, profileMessage, type RealOutcome, stateOf, tenantMessage } from './messages.js';
import type { Opened } from './result.js';
import type { World } from './world.js';

interface Owners {
  world: World;
  /** Whose file it is, where that is a customer. */
  key?: UserChanged;
}

/** By their columns. */
const SECRETS: Readonly<Record<string, string>> = { ascii_key: 'asciiKey', secret: 'secret', http_username: 'httpUsername', http_password: 'httpPassword' };

export class RealPath {
  private constructor(
    readonly service: TestService,
    private readonly owners: Owners,
  ) {}

  static async start(): Promise<RealPath> {
    const owners: Owners = { world: { tenants: [], profiles: [], devices: [], fields: [] } };
    const service = await startTestService(inventory, {
      logLevel: 'fatal', // a suite makes writing fail on purpose
      answers: {
        // What is deleted is known to its owner no more.
        directory: (router) =>
          router.service(TenantLookupService, {
            findTenants: ({ nameKeys, ids, sites, customersOf }) => ({
              tenants: owners.world.tenants
                .filter((row) => !row.deleted && (ids.includes(row.id) || customersOf.includes(row.reseller_id ?? '') || asked(row, nameKeys, sites)))
                .map((row) => ({ sequence: 1n, state: tenantMessage(row) })),
            }),
            findUsers: ({ ids }) => ({ users: owners.key && ids.includes(owners.key.id) ? [{ sequence: 1n, state: owners.key }] : [] }),
          }),
        profiles: (router) =>
          router.service(ProfileLookupService, {
            findProfiles: ({ nameKeys, ids }) => ({
              profiles: owners.world.profiles
                .filter((row) => !row.deleted && (ids.includes(row.id) || nameKeys.includes(key(row.name))))
                .map((row) => ({ sequence: 1n, state: profileMessage(row) })),
            }),
          }),
      },
    });
    return new RealPath(service, owners);
  }

  /** The copies hear of the world, as far as they are not late. */
  async hear(world: World): Promise<void> {
    this.owners.world = world;
    const told = { tenants: world.tenants.filter(({ late }) => !late), profiles: world.profiles.filter(({ late }) => !late) };
    await this.service.tell(
      topics.tenants,
      told.tenants.map((row) => ({ key: row.id, message: create(TenantChangedSchema, tenantMessage(row)) })),
    );
    if (told.profiles.length > 0)
      await this.service.tell(
        topics.profiles,
        told.profiles.map((row) => ({ key: row.id, message: create(ProfileChangedSchema, profileMessage(row)) })),
      );
  }

  /** Sends the file in chunks of so many rows, and waits until all of it was heard. */
  async upload(file: UploadedFile, cuts: readonly number[], twice: boolean): Promise<void> {
    const chunks = cut(file.rows, cuts).map((rows, chunk) => ({
      key: file.importId,
      message: chunkMessage(file, { chunk, rows, fields: this.owners.world.fields, sealer: this.service.ports.sealer }),
    }));
    this.owners.key = keyState({ ...file.uploader, role: 'customer-admin' });
    await this.service.tell(topics.importRows, twice ? chunks.flatMap((chunk) => [chunk, chunk]) : chunks);
  }

  readonly opened: Opened = (deviceId, column, stored) => this.service.ports.sealer.open(stored, `device:${deviceId}:${SECRETS[column] ?? ''}`);

  /** What became of each row of each import, in the order of the files. An answer that was given twice is the same both times. */
  async outcomes(importIds: readonly string[]): Promise<RealOutcome[][]> {
    const records = await this.service.records(topics.importOutcomes);
    return importIds.map((importId) => {
      const answers = new Map<number, RealOutcome[]>();
      for (const { message } of records.filter(({ key: id }) => id === importId)) {
        const outcomes = message?.outcomes.map(outcomeOf) ?? [];
        if (message) expect(answers.get(message.chunk) ?? outcomes).toEqual(outcomes);
        if (message) answers.set(message.chunk, outcomes);
      }
      return [...answers].toSorted(([one], [other]) => one - other).flatMap(([, outcomes]) => outcomes);
    });
  }

  /** What was said of the devices that the imports touched, each event once, in order per device. */
  async said(importIds: readonly string[]): Promise<SaidEvent[]> {
    const records = await this.service.records(topics.devices);
    const once = new Map(records.map((record) => [record.headers['ce_id'], record]));
    const touched = new Set(
      records
        .filter(({ message }) => message?.change?.source.case === 'import' && importIds.includes(message.change.source.value.importId))
        .map(({ key: id }) => id),
    );
    return [...once.values()]
      .filter(({ key: id }) => touched.has(id))
      .map(({ key: deviceId, sequence, message, headers }) => ({ deviceId, sequence, state: message && stateOf(message, headers) }));
  }
}

const asked = (row: TenantRow, nameKeys: readonly string[], sites: readonly { readonly customerId: string; readonly nameKey: string }[]): boolean =>
  row.kind === 'site' ? sites.some(({ customerId, nameKey }) => customerId === row.customer_id && nameKey === key(row.name)) : nameKeys.includes(key(row.name));

function cut<Item>(items: readonly Item[], sizes: readonly number[]): Item[][] {
  const parts: Item[][] = [];
  for (let at = 0, part = 0; at < items.length; part++) {
    const size = sizes[part % sizes.length] ?? 1;
    parts.push(items.slice(at, at + size));
    at += size;
  }
  return parts;
}
