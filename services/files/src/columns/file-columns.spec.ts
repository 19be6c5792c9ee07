import { describe, expect, it } from '@jest/globals';
import { Column } from '@ringfleet/contracts';
import { BadHeader, columnLetters, fileColumns } from './file-columns.js';

const MANDATORY = ['Action', 'Name', 'Device model', 'MAC address'];

function refusal(headers: readonly string[]): BadHeader {
  try {
    fileColumns(headers, { columnMap: {}, kind: 'devices' });
  } catch (error) {
    if (error instanceof BadHeader) return error;
  }
  throw new Error('It was not refused.');
}

describe('the header row', () => {
  it('says of each column, in any order, what it is (IMP-02)', () => {
    const headers = ['MAC address', 'Notes', 'Action', 'ASCII/AES key', 'Nom', "Modèle d'appareil", 'Free ports', 'Reasons', ''];
    expect(fileColumns(headers, { columnMap: {}, kind: 'devices' })).toEqual([
      { header: 'MAC address', kind: 'applied', column: Column.MAC_ADDRESS },
      { header: 'Notes', kind: 'unknown' },
      { header: 'Action', kind: 'applied', column: Column.ACTION },
      { header: 'ASCII/AES key', kind: 'sealed', column: Column.ASCII_AES_KEY },
      { header: 'Nom', kind: 'applied', column: Column.NAME },
      { header: "Modèle d'appareil", kind: 'applied', column: Column.DEVICE_MODEL },
      { header: 'Free ports', kind: 'passed over' },
      { header: 'Reasons', kind: 'error list' },
      { header: '', kind: 'unknown' },
    ]);
  });

  it.each(MANDATORY)('is refused without %s, which it names (IMP-02)', (missing) => {
    const { code, message } = refusal(MANDATORY.filter((name) => name !== missing));
    expect(code).toBe('missing_column');
    expect(message).toContain(`"${missing}"`);
  });

  it('is refused when a column is there twice, under whatever names (IMP-02)', () => {
    expect(refusal([...MANDATORY, 'Device ID'])).toMatchObject({
      code: 'doubled_column',
      message: expect.stringContaining('"Name" (Name, Device ID)'),
    });
    expect(refusal([...MANDATORY, 'Site', 'SITES']).code).toBe('doubled_column');
    expect(refusal([...MANDATORY, 'AES key', 'ASCII/AES key']).code).toBe('doubled_column');
  });

  it('may have doubled columns that import ignores', () => {
    expect(fileColumns([...MANDATORY, 'Notes', 'Notes', 'Row', 'Row'], { columnMap: {}, kind: 'devices' })).toHaveLength(8);
  });

  it('keeps what PostgreSQL can hold of an odd header, and not megabytes of it', () => {
    const [odd, long] = fileColumns(['a\0\ud800b', 'x'.repeat(1_000_000), ...MANDATORY], { columnMap: {}, kind: 'devices' });
    expect(odd?.header).toBe('a\ufffd\ufffdb');
    expect(long?.header).toHaveLength(256);
  });
});

it('columns without a header go by their letters', () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD']);
});
