import { hashPassword, verifyPassword } from './password.js';

describe('a stored password', () => {
  it('is known again, and only that one', async () => {
    const hash = await hashPassword('Äpfel & Birnen');
    expect(await verifyPassword('Äpfel & Birnen', hash)).toBe(true);
    expect(await verifyPassword('Äpfel & birnen', hash)).toBe(false);
  });

  it('is known again when typed with combining letters', async () => {
    expect(await verifyPassword('A\u0308pfel', await hashPassword('Äpfel'))).toBe(true);
  });

  it('has a salt of its own', async () => {
    expect(await hashPassword('a')).not.toBe(await hashPassword('a'));
  });

  it('is never what something else than a hash says', async () => {
    expect(await verifyPassword('', '')).toBe(false);
  });
});
