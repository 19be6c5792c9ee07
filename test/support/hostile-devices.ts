import { inSets, writeCsv } from '@ringfleet/spreadsheets';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { macOf } from './sheets.js';

/** Texts that spreadsheet programs, csv readers and careless code change. */
const HOSTILE = [
  '=1+1',
  '+44 20',
  '-7',
  '@SUM(A1)',
  "'",
  "'=1",
  "''",
  '"',
  '""',
  'a, b; c | d',
  '00123',
  '1e5',
  'TRUE',
  '31/12/2026',
  '_x000D_',
  '<b>&amp;</b>',
  'é (e\u0301)',
  'ﬃ 📞 ٣',
  '\u202eright to left',
  "=cmd|' /C calc'!A0",
  'N/A',
  'null',
  '../..',
];
/** What a description may hold besides. */
const INSIDE = [...HOSTILE, 'two\nlines', 'a\ttab', 'carriage\rreturn', 'both\r\nof them', '=two\n=lines', 'no\u00a0break'];
const text = (texts: readonly string[], n: number): string => texts[n % texts.length] ?? '';

const MODELS = ['Yealink SIP-T54W', 'Cisco 6821', 'Poly VVX 450', 'Snom D785'];
/** Managed by, shared, customer, site, profile, customer-owned. */
const PLACES = [
  ['', 'N', '', '', '', 'N'],
  ['', 'N', 'Canistracci OIL', 'Head office', '', 'Y'],
  ['', 'N', 'Alpine Dental', '', '', 'N'], // the direct one
  ['', 'Y', '', '', '', 'N'],
  ['', 'Y', '(Alpine of North)', '', '', 'N'],
  ['', 'Y', 'Harbour Voice / Alpine Dental', '', '', 'Y'],
  ['', 'Y', 'Birch & Sons', '', '', 'N'],
  ['North Telecom', 'N', '', '', '', 'N'],
  ['North Telecom', 'N', 'Alpine Dental', '', 'T21 standard', 'Y'],
  ['Harbour Voice', 'N', 'Quay Hotel', '', '', 'N'],
] as const;

const HEADER = [
  'Action',
  'Name',
  'Device model',
  'MAC address',
  'Managed by',
  'Shared with reseller',
  'Tenant customer name',
  'Site',
  'CPE profile',
  'Customer-owned',
  'Inventory ID',
  'Description',
];

/** Device n of a mixed inventory; the demo data's tree, and a direct customer Alpine Dental. */
function rowOf(n: number, alpineOfNorth = ''): string[] {
  const [managedBy, shared, named, site, profile, owned] = PLACES[n % PLACES.length] ?? PLACES[0];
  const customer = named === '(Alpine of North)' ? alpineOfNorth : named;
  const model = profile === 'T21 standard' ? 'Yealink SIP-T21P E2' : (MODELS[n % MODELS.length] ?? '');
  const name = `${text(HOSTILE, n)} ${n}`;
  const inventoryId = n % 3 === 0 ? '' : `${text(HOSTILE, n + 5)}-${n}`;
  const description = n % 4 === 0 ? '' : text(INSIDE, n * 7);
  return ['Add', name, model, macOf(90, n), managedBy, shared, customer, site, profile, owned, inventoryId, description];
}

async function* addRows(count: number, alpineOfNorth: string): AsyncGenerator<readonly string[]> {
  yield HEADER;
  for (let n = 1; n <= count; n++) yield rowOf(n, alpineOfNorth);
}

async function* removeRows(count: number): AsyncGenerator<readonly string[]> {
  yield HEADER.slice(0, 4);
  for (let n = 1; n <= count; n++) yield ['Remove', rowOf(n)[1] ?? '', '', ''];
}

const fileOf = async (rows: AsyncIterable<readonly string[]>): Promise<Buffer<ArrayBuffer>> => Buffer.from(await buffer(Readable.from(writeCsv(inSets(rows)))));

/** A csv that adds so many devices; some are North Telecom's Alpine Dental's, which is said by its id. */
export const hostileFile = (count: number, alpineOfNorth: string): Promise<Buffer<ArrayBuffer>> => fileOf(addRows(count, alpineOfNorth));
/** A csv that removes them again. */
export const removalFile = (count: number): Promise<Buffer<ArrayBuffer>> => fileOf(removeRows(count));
