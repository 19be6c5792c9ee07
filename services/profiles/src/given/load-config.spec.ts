import type { FileOf } from '../rendering/files-of.js';
import { fileNamed, nameFor } from './load-config.js';

const fileOf = (file: string): FileOf => ({
  template: { file, format: 'xml', modelIds: [], text: '' },
  layer: { profileId: 'a', name: 'A', number: 1, content: { variables: [], values: {}, templates: [] } },
});

describe('the name by which a phone asks for a file', () => {
  it.each([
    ['{psn}.xml', 'ATA 191', 'ATA191.xml'],
    ['{model}-{MAC}.cfg', 'SIP-T21P E2', 'SIP-T21PE2-001565ABC000.cfg'],
    ['{mac}.cfg', '8851', '001565abc000.cfg'],
    ['{model}.cfg', 'N870 / “PRO”', 'N870PRO.cfg'],
  ])('of %s and the model %s is %s (INV-13)', (pattern, model, name) => {
    const device = { mac: '001565ABC000', model, fileName: null };
    const file = fileOf(pattern);
    expect([nameFor(file, device, [file]), fileNamed(name.toUpperCase(), device, [file])]).toEqual([name, file]);
  });
});
