import { describe, expect, it } from '@jest/globals';
import { otherIssuerIn } from './other-issuer.js';

const ISSUER = 'https://id.example.com/realms/carrier';

describe('another OpenID Connect provider (DIR-10)', () => {
  it('is none where none is named, whatever else is said', () => {
    expect(otherIssuerIn({})).toBeUndefined();
    expect(otherIssuerIn({ RINGFLEET_OIDC_ISSUER: '', RINGFLEET_OIDC_CLAIMS: '' })).toBeUndefined();
  });

  it('is known by its address alone, what is left empty being ours', () => {
    expect(otherIssuerIn({ RINGFLEET_OIDC_ISSUER: ISSUER, RINGFLEET_OIDC_AUDIENCE: '' })).toMatchObject({
      issuer: ISSUER,
      audience: 'ringfleet',
      clientId: 'ringfleet-console',
      claims: { role: 'rf_role' },
    });
    expect(otherIssuerIn({ RINGFLEET_OIDC_ISSUER: ISSUER, RINGFLEET_OIDC_CLAIMS: '{"role":"realm_access.roles"}' })?.claims.role).toBe('realm_access.roles');
  });

  it('is refused where it is not understood, with what to give', () => {
    expect(() => otherIssuerIn({ RINGFLEET_OIDC_ISSUER: 'id.example.com' })).toThrow(/^RINGFLEET_OIDC_ISSUER is not understood: give /);
    const wrong = { RINGFLEET_OIDC_ISSUER: ISSUER, RINGFLEET_OIDC_CLAIMS: '{"roles":{"boss":"root"}}' };
    expect(() => otherIssuerIn(wrong)).toThrow('RINGFLEET_OIDC_CLAIMS is not understood (roles says for boss what is none of administrator');
  });
});
