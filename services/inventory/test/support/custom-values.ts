// Custom fields of every kind, and values of them on some devices.
import type { Caller } from '@ringfleet/kernel';
import type { TestService } from '@ringfleet/testing/service-harness';
import type { CustomField } from '../../src/fields/custom-field.js';
import type { CustomSource } from '../../src/fields/custom-source.js';
import { allDevices, north } from './device-list.js';

const field = (id: string, kind: CustomField['kind'], ownerResellerId: string | null = null): CustomField => ({
  id: `019aa5a0-0000-7000-8000-${id.padStart(12, '0')}`,
  name: `Field ${id}`,
  kind,
  choices: kind === 'choice' ? ['Ground', 'First'] : [],
  ownerResellerId,
  internal: false,
  version: 1,
});

export const NOTE = field('1', 'text');
export const WEIGHT = field('2', 'number');
export const BOUGHT = field('3', 'date');
export const FLOOR = field('4', 'choice');
export const RACK = field('5', 'text', north.id);
const ALL = [NOTE, WEIGHT, BOUGHT, FLOOR, RACK];

/** As `customSource` finds them for somebody of North Telecom's side, or of the provider. */
export const customSourceFor = ({ scope }: Caller, asOf?: Date): CustomSource => ({
  fields: new Map(ALL.map((each) => [each.id, each])),
  view: asOf ? undefined : `custom_values_of_${scope.kind}`,
});

/** With ids that are known beforehand, as queries are made before there is a service. */
export async function defineFields(service: TestService, run: (sql: string, params: unknown[]) => Promise<unknown>): Promise<void> {
  for (const { id, name, kind, choices, ownerResellerId } of ALL) {
    await run(
      `insert into custom_fields (id, owner_reseller_id, name, name_key, header_key, kind, choices, internal, version) values ($1, $2, $3, $3, $3, $4, $5, false, 1)`,
      [id, ownerResellerId, name, kind, choices],
    );
  }
  for (const [n, device] of (await allDevices(service)).entries()) {
    const custom = {
      ...(n % 3 > 0 && { [NOTE.id]: ['Loan', 'loan 2', 'Été', '50%'][n % 4] }),
      ...(n % 2 > 0 && { [WEIGHT.id]: [-1.5, 0, 2, 10][n % 4] }),
      ...(n % 5 > 2 && { [BOUGHT.id]: ['2026-01-31', '2025-12-01'][n % 2] }),
      ...(n % 4 > 1 && { [FLOOR.id]: ['Ground', 'First'][n % 2] }),
      ...(device.managedBy?.id === north.id && n % 2 > 0 && { [RACK.id]: `Rack ${n % 3}` }),
    };
    const headers = { 'if-match': '*' };
    const { status } = await service.request(`/api/v1/devices/${device.id}`, { method: 'PATCH', body: { custom }, headers });
    expect(status).toBe(200);
  }
}
