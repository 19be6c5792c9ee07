import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writePrivate } from './private-files.js';

interface Stored {
  readonly port: number;
  readonly passwords: Readonly<Record<string, string>>;
}

/** Port and passwords of a home's PostgreSQL, kept in `postgres/access.json` (mode 0600). */
export class PostgresAccess {
  private readonly path: string;
  private stored: Stored;

  /** @param folder the home's `postgres` folder; throws when it holds data but no passwords */
  constructor(folder: string) {
    this.path = join(folder, 'access.json');
    const text = readText(this.path);
    if (text === undefined && existsSync(join(folder, 'data')))
      throw new Error(`${this.path} is missing: without its passwords the database does not open. Restore it.`);
    this.stored = text === undefined ? { port: 0, passwords: {} } : (JSON.parse(text) as Stored);
  }

  /** The port used last; 0 before the first start. */
  get port(): number {
    return this.stored.port;
  }

  set port(port: number) {
    this.save({ ...this.stored, port });
  }

  /** Whether the role has a password already: asking for it then writes nothing. */
  knows(role: string): boolean {
    return this.stored.passwords[role] !== undefined;
  }

  /** The password of a role, made at random (256 bits) when first asked for; it is on disk before it is returned. */
  password(role: string): string {
    const known = this.stored.passwords[role];
    if (known !== undefined) return known;
    const made = randomBytes(32).toString('base64url');
    this.save({ ...this.stored, passwords: { ...this.stored.passwords, [role]: made } });
    return made;
  }

  url(role: string, database: string): string {
    return `postgres://${role}:${this.password(role)}@127.0.0.1:${this.port}/${database}`;
  }

  private save(stored: Stored): void {
    writePrivate(this.path, `${JSON.stringify(stored, null, 2)}\n`);
    this.stored = stored;
  }
}
