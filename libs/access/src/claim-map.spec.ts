import { claimAt, OWN_CLAIMS, parseClaimMap } from './claim-map.js';

describe('the map of claims', () => {
  it('says what differs from our own claims', () => {
    expect(parseClaimMap('{}')).toEqual(OWN_CLAIMS);
    expect(parseClaimMap('{"role":"realm_access.roles","roles":{"rf-admin":"administrator"}}')).toEqual({
      ...OWN_CLAIMS,
      role: 'realm_access.roles',
      roles: { 'rf-admin': 'administrator' },
    });
  });

  it.each([
    ['{', 'it is no JSON'],
    ['[]', 'it is no JSON object'],
    ['{"rolle":"x"}', 'it says rolle, which is none of name, role, reseller, customer, roles'],
    ['{"role":7}', 'role is not the name of a claim'],
    ['{"roles":["administrator"]}', 'roles is no JSON object'],
    ['{"roles":{"boss":"root"}}', 'roles says for boss what is none of administrator, operator, reseller-admin, customer-admin, customer-user'],
  ])('that is %s is refused: %s', (text, said) => {
    expect(() => parseClaimMap(text)).toThrow(said);
  });

  it('finds a claim whose name has points in it, and one within another', () => {
    expect(claimAt({ 'https://example.com/role': 'a' }, 'https://example.com/role')).toBe('a');
    expect(claimAt({ realm_access: { roles: ['a'] } }, 'realm_access.roles')).toEqual(['a']);
    expect(claimAt({ realm_access: 'text' }, 'realm_access.roles.length')).toBeUndefined();
    expect(claimAt({}, 'constructor.name')).toBeUndefined();
  });
});
