import { notFound, Refused } from './refusal.js';

describe('a refusal', () => {
  it('says status, code and remedy, and is an error one can throw', () => {
    const refused = new Refused(409, 'mac_not_unique', 'Another device has this MAC address.', { retryAfterSeconds: 3 });
    expect(refused).toBeInstanceOf(Error);
    expect(refused).toMatchObject({ status: 409, code: 'mac_not_unique', message: 'Another device has this MAC address.', details: { retryAfterSeconds: 3 } });
  });

  it('of what one may not see is the same as of what is not there (DIR-03)', () => {
    expect(notFound('device')).toMatchObject({ status: 404, code: 'not_found', details: {} });
  });
});
