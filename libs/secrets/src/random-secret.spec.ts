import { describe, expect, it } from '@jest/globals';
import { hashSecret, newSecret, verifySecret } from './random-secret.js';

describe('the secret of a service key', () => {
  it('is known again by its hash, which does not hold it', () => {
    const secret = newSecret();
    expect(verifySecret(secret, hashSecret(secret))).toBe(true);
    expect(hashSecret(secret)).not.toContain(secret);
  });

  it('has 256 random bits', () => {
    expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
    expect(newSecret()).not.toBe(newSecret());
  });

  it('is not another secret, nor its own hash, nor anything for a broken hash', () => {
    const secret = newSecret();
    expect(verifySecret(newSecret(), hashSecret(secret))).toBe(false);
    expect(verifySecret(hashSecret(secret), hashSecret(secret))).toBe(false);
    expect(verifySecret(secret, '')).toBe(false);
  });
});
