import { Customer } from './customer.js';

const THEN = new Date('2026-01-05T08:00:00Z');
const NOW = new Date('2026-01-06T08:00:00Z');
const quayHotel = (): Customer => new Customer({ id: 'c', name: 'Quay Hotel', resellerId: null, provisionDevices: 'modify' }, THEN);

describe('a customer', () => {
  it('begins at version 1, known by its trimmed, lower-case name', () => {
    expect(quayHotel()).toMatchObject({ version: 1, nameKey: 'quay hotel', createdAt: THEN, updatedAt: THEN });
  });

  it('tells which fields a change made different', () => {
    const customer = quayHotel();
    expect(customer.change({ name: 'Quay Inn', provisionDevices: 'modify' }, NOW)).toEqual(['name']);
    expect(customer).toMatchObject({ name: 'Quay Inn', nameKey: 'quay inn', version: 2, createdAt: THEN, updatedAt: NOW });
  });

  it('keeps its version where nothing differs', () => {
    const customer = quayHotel();
    expect(customer.change({ name: 'Quay Hotel' }, NOW)).toEqual([]);
    expect(customer).toMatchObject({ version: 1, updatedAt: THEN });
  });
});
