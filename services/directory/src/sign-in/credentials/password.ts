import { hash, verify } from '@node-rs/argon2';

// Cost of one guess: about 40 ms and 19 MiB (OWASP's first choice). Written into each hash, so that it can be raised without a migration. The kind is argon2id unless said otherwise.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const ARGON2ID = '$argon2id$';

/** What is stored of a password that a person may have chosen: argon2id with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

/** Whether this is the password of that hash; takes as long for a wrong one. */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> =>
  stored.startsWith(ARGON2ID) && verify(stored, password.normalize('NFC'));
