import { Client } from 'pg';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A word that is planted in secrets, and how it would look where it is written in another way: base64 begins at any of three bytes; percent-encoding leaves letters and digits as they are. */
export function formsOf(word: string): readonly Buffer[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [word, ...base64, bytes.toString('hex'), bytes.toString('hex').toUpperCase()].map((form) => Buffer.from(form));
}

export const holds = (text: Buffer | string, forms: readonly Buffer[]): boolean => {
  const bytes = Buffer.from(text);
  return forms.some((form) => bytes.includes(form));
};

/** Files below the folder that hold one of the forms, those of the database and its journal too. */
export function filesWith(folder: string, forms: readonly Buffer[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name)).filter((file) => holds(readFileSync(file), forms));
}

/** All rows of all tables of all databases of a home, as text, that hold one of the forms; each with its database and table. */
export async function rowsWith(home: string, forms: readonly Buffer[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const database of await asked(home, 'postgres', 'select datname from pg_database where datallowconn')) {
    for (const table of await asked(home, database, TABLES)) {
      const rows = await asked(home, database, `select t::text from ${table} t`);
      found.push(...rows.filter((row) => holds(row, forms)).map((row) => `${database} ${table}: ${row.slice(0, 300)}`));
    }
  }
  return found;
}

const TABLES = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;

/** The one column of all rows. */
async function asked(home: string, database: string, sql: string): Promise<readonly string[]> {
  const { port, passwords } = JSON.parse(readFileSync(join(home, 'postgres/access.json'), 'utf8')) as { port: number; passwords: Record<string, string> };
  const client = new Client({ host: '127.0.0.1', port, user: 'ringfleet', password: passwords['ringfleet'] ?? '', database });
  await client.connect();
  try {
    return (await client.query<[string]>({ text: sql, rowMode: 'array' })).rows.map(([text]) => text);
  } finally {
    await client.end();
  }
}
