import { FILE_NAME } from './file-template.js';

describe('the name of a file that phones ask for', () => {
  it.each(['{mac}.cfg', '{MAC}.xml', 'cfg{mac}', 'snom{model}-{MAC}.htm', '{psn}.xml', 'y000000000000.boot', '_a', 'a'.repeat(64)])(
    'may be %s (INV-13)',
    (name) => {
      expect(name).toMatch(FILE_NAME);
    },
  );

  it.each(['{mca}.cfg', '{foo}.cfg', '{mac', 'mac}', '{}', '{{mac}}', '{Mac}.cfg', '', '.cfg', '-a', 'a..b', 'a/b', 'é.cfg', `${'a'.repeat(60)}{mac}`])(
    'is not %s, which no phone would ask for (PRV-02)',
    (name) => {
      expect(name).not.toMatch(FILE_NAME);
    },
  );
});
