import { ALPINE, HARBOUR, NORTH, refsOf } from '../../test/support/import-rows.js';
import { resellerCustomerPairs } from './references.js';

const EAST = '019aa5a0-0000-7000-8000-0000000000e0';
const customer = (id: string, name: string, resellerId: string | null) => ({
  id,
  name,
  nameKey: name.toLowerCase(),
  resellerId,
  permission: 'modify' as const,
});
const refs = refsOf({
  resellers: [
    { id: NORTH, name: 'North', nameKey: 'north' },
    { id: HARBOUR, name: 'Harbour', nameKey: 'harbour' },
    { id: EAST, name: 'North / East', nameKey: 'north / east' },
  ],
  customers: [
    customer(ALPINE, 'Alpine', NORTH),
    customer('alpine-of-harbour', 'Alpine', HARBOUR),
    customer('alpine-of-east', 'Alpine', EAST),
    customer('east-alpine-of-north', 'East / Alpine', NORTH),
    customer('direct', 'North / Alpine', null),
  ],
});
const named = (text: string): string[] => refs.customersNamed(text).map(({ id }) => id);

describe('a customer in a cell', () => {
  it('may be said by name, by ID or as `Reseller / Customer` (IMP-02a)', () => {
    expect(named('ALPINE')).toEqual([ALPINE, 'alpine-of-harbour', 'alpine-of-east']);
    expect(named(ALPINE.toUpperCase())).toEqual([ALPINE]);
    expect(named('Harbour / Alpine')).toEqual(['alpine-of-harbour']);
    expect(named('harbour/alpine')).toEqual(['alpine-of-harbour']);
  });

  it('may be of a reseller, or have a name, with slashes: each way to cut it counts (IMP-02a)', () => {
    expect(resellerCustomerPairs('North / East / Alpine')).toEqual([
      { reseller: 'north', customer: 'east / alpine' },
      { reseller: 'north / east', customer: 'alpine' },
    ]);
    expect(named('North / East / Alpine')).toEqual(['east-alpine-of-north', 'alpine-of-east']);
  });

  it('does not hide behind a customer of another owner that is called like both names together', () => {
    expect(named('North / Alpine')).toEqual(['direct', ALPINE]);
  });

  it('is nobody where a half is missing or unknown', () => {
    for (const text of ['/ Alpine', 'North /', '/', 'Nobody / Alpine', 'North / Nobody']) expect(named(text)).toEqual([]);
  });
});
