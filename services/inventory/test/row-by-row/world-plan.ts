// What fast-check makes and shrinks: names, numbers and switches of which `world.ts` makes records.
import fc from 'fast-check';

// Names with slashes, with accents, and with letters whose lower case is longer.
export const RESELLER_NAMES = ['North', 'Harbour', 'North / East'];
export const CUSTOMER_NAMES = ['Alpine', 'Birch & Sons', 'East / Alpine', 'North / Alpine', 'Hôtel du Quai'];
export const SITE_NAMES = ['Head office', 'Refinery', 'Warehouse', 'Dock'];
export const PROFILE_NAMES = ['Standard', 'Façade'];
export const DEVICE_NAMES = ['Phone 1', 'Phone 2', 'Téléphone 3', 'İstanbul 4', 'Straße 5', 'Phone 6', 'Phone 7', 'Phone 8', 'Phone 9'];
export const MACS = [
  '001420FF3C51',
  '001420FF3C52',
  '001420FF3C53',
  'A8B1C2D3E4F5',
  '00AA6E33D748',
  '001420FF3C56',
  '001420FF3C57',
  '001420FF3C58',
  '001420FF3C59',
];

/** Stands for one of up to sixty options. */
export const nat = fc.nat(59);
const seldom = fc.integer({ min: 0, max: 9 }).map((n) => n === 9);

export const worldPlan = fc.record({
  resellers: fc.uniqueArray(fc.record({ name: fc.constantFrom(...RESELLER_NAMES), late: seldom }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ name }) => name,
  }),
  customers: fc.array(
    fc.record({
      owner: nat,
      name: fc.constantFrom(...CUSTOMER_NAMES),
      permission: fc.constantFrom('modify', 'modify', 'modify', 'view', 'none'),
      late: seldom,
      deleted: seldom,
    }),
    { minLength: 1, maxLength: 7 },
  ),
  sites: fc.array(fc.record({ customer: nat, name: fc.constantFrom(...SITE_NAMES), approved: fc.constantFrom(0, 0, 1, 2, 6, 8), late: fc.boolean() }), {
    maxLength: 6,
  }),
  profiles: fc.array(
    fc.record({
      owner: nat,
      name: fc.constantFrom(...PROFILE_NAMES),
      shared: fc.boolean(),
      models: fc.constantFrom(15, 1, 2, 5, 0),
      late: seldom,
      deleted: seldom,
    }),
    { maxLength: 5 },
  ),
  devices: fc.array(
    fc.record({
      name: fc.nat(DEVICE_NAMES.length - 1),
      mac: fc.nat(MACS.length - 1),
      model: nat,
      manager: nat,
      shared: fc.boolean(),
      customer: nat,
      site: nat,
      profile: nat,
      used: seldom,
      retired: seldom,
      owned: seldom,
      inventoryId: fc.constantFrom(null, 'INV-1'),
      description: fc.constantFrom(null, 'Lobby'),
      version: fc.integer({ min: 1, max: 3 }),
      custom: nat,
    }),
    { maxLength: 6 },
  ),
});
export type WorldPlan = typeof worldPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

export const uploaderPlan = fc.record({ role: nat, who: nat });

/** The option that a number stands for; the first is the simplest. */
export function choose<Option>(options: readonly Option[], number: number): Option {
  const option = options[number % options.length];
  if (option === undefined) throw new Error('There is nothing to choose from.');
  return option;
}
export const marked = <Item>(items: readonly Item[], bits: number): Item[] => items.filter((_, at) => (bits >> at) & 1);
