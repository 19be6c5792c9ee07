import { entityTag, requireMatch } from './entity-tag.js';

describe('If-Match', () => {
  it('lets a change through where it names the version, any version, or is not sent (INV-15)', () => {
    for (const header of [entityTag(3), '"2", "3"', '*', undefined]) expect(() => requireMatch(header, 3)).not.toThrow();
  });

  it('stops a change decided on another version (INV-15)', () => {
    for (const header of ['"2"', '3', '']) expect(() => requireMatch(header, 3)).toThrow('Somebody changed it');
  });
});
