import fc from 'fast-check';
import type { OutgoingRecord } from './event-log.js';
import { packRecords, unpackRecords } from './record-codec.js';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const headerName = fc.constantFrom('ce_id', 'ce_type', 'ce_subject', 'traceparent', 'x');
const records: fc.Arbitrary<OutgoingRecord[]> = fc.array(
  fc.record({
    topic: fc.constantFrom('a.v1', 'b.v1', ''),
    key: text,
    value: fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 40 })),
    headers: fc.dictionary(headerName, fc.oneof(fc.constantFrom('', 'same'), text), { noNullPrototype: true }),
  }),
);
const plain = ({ topic, key, value, headers }: OutgoingRecord): unknown => ({ topic, key, value: value && [...value], headers: Object.entries(headers) });

describe('packed records', () => {
  it('come out as they went in, headers in their order', () => {
    fc.assert(fc.property(records, (list) => expect(unpackRecords(packRecords(list)).map(plain)).toEqual(list.map(plain))));
  });

  it('come out of packs that were made of packed ones as they went into those', () => {
    fc.assert(
      fc.property(records, records, fc.integer(), (one, other, turn) => {
        const mixed = [...unpackRecords(packRecords(one)), ...one, ...unpackRecords(packRecords(other))].toSorted(
          ({ key: a }, { key: b }) => (a < b ? -1 : a > b ? 1 : 0) * Math.sign(turn),
        );
        expect(unpackRecords(packRecords(mixed)).map(plain)).toEqual(mixed.map(plain));
      }),
    );
  });

  it('say what is the same only once', () => {
    const headers = { ce_type: 'ringfleet.inventory.v1.DeviceChanged', 'content-type': 'application/protobuf', ce_source: '/ringfleet/inventory' };
    const many = Array.from({ length: 100 }, (_, index) => ({
      topic: 'inventory.device.v1',
      key: `k${index}`,
      value: null,
      headers: { ...headers, ce_subject: `k${index}` },
    }));
    expect(packRecords(many).length).toBeLessThan(100 * 12 + 200);
  });

  it('are told from other bytes', () => {
    expect(() => unpackRecords(Uint8Array.of(9, 1, 2))).toThrow('Not a pack');
    expect(() => unpackRecords(packRecords([{ topic: 't', key: 'k', value: Buffer.from('value'), headers: {} }]).slice(0, -2))).toThrow();
  });
});
