import { entityTag, requireIfMatch } from './entity-tag.js';

describe('If-Match', () => {
  it('lets a change through where it names the version, or any version (INV-15)', () => {
    for (const header of [entityTag(3), '"2", "3"', '*']) expect(() => requireIfMatch(header, 3)).not.toThrow();
  });

  it('stops a change decided on another version, or on nobody knows which (INV-15)', () => {
    for (const header of ['"2"', '3', '']) expect(() => requireIfMatch(header, 3)).toThrow('Somebody changed it');
    expect(() => requireIfMatch(undefined, 3)).toThrow('Send If-Match');
  });
});
