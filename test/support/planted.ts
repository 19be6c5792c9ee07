import { Client } from 'pg';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isZip, unzipped } from './zip-file.js';

/** A word that is planted in secrets, and how it would look where it is written in another way: base64 begins at any of three bytes; percent-encoding leaves letters and digits as they are. */
export function formsOf(word: string): readonly Buffer[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const inHex = bytes.toString('hex');
  // PostgreSQL shows a column of bytes in hex, whatever these say.
  const base64InHex = base64.map((text) => Buffer.from(text).toString('hex'));
  return [word, inHex, inHex.toUpperCase(), ...base64, ...base64InHex].map((form) => Buffer.from(form));
}

/** Whether it holds one of the forms; a spreadsheet is unpacked before. */
export function holds(text: Buffer | string, forms: readonly Buffer[]): boolean {
  const bytes = Buffer.from(text);
  const all = isZip(bytes) ? [bytes, ...unzipped(bytes)] : [bytes];
  return all.some((each) => forms.some((form) => each.includes(form)));
}

/** Whether what streams by holds one of the forms; it is not kept. */
export async function streamHolds(stream: Readable, forms: readonly Buffer[]): Promise<boolean> {
  const longest = Math.max(...forms.map(({ length }) => length));
  let isHeld = false;
  let end = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([end, chunk]);
    isHeld ||= forms.some((form) => bytes.includes(form));
    end = bytes.subarray(-longest);
  }
  return isHeld;
}

/** Files below the folder that hold one of the forms, those of the database and its journal too. */
export function filesWith(folder: string, forms: readonly Buffer[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name)).filter((file) => holds(readFileSync(file), forms));
}

/** How the superuser of a PostgreSQL signs in. */
export interface Superuser {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** All rows of all tables of all databases, as text, that hold one of the forms; each with its database and table. */
export async function rowsWith(superuser: Superuser, forms: readonly Buffer[]): Promise<readonly string[]> {
  const patterns = forms.map((form) => `%${form.toString()}%`);
  const found: string[] = [];
  for (const database of await asked(superuser, 'postgres', 'select datname from pg_database where datallowconn')) {
    for (const table of await asked(superuser, database, TABLES)) {
      const rows = await asked(superuser, database, `select t::text from ${table} t where t::text like any ($1)`, [patterns]);
      found.push(...rows.map((row) => `${database} ${table}: ${row.slice(0, 300)}`));
    }
  }
  return found;
}

const TABLES = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;

/** The one column of all rows. */
async function asked(superuser: Superuser, database: string, sql: string, values: readonly unknown[] = []): Promise<readonly string[]> {
  const client = new Client({ host: '127.0.0.1', ...superuser, database });
  await client.connect();
  try {
    return (await client.query<[string]>({ text: sql, values: [...values], rowMode: 'array' })).rows.map(([text]) => text);
  } finally {
    await client.end();
  }
}
