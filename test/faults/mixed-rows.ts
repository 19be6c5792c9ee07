import { csvOf, macOf, type SheetRow } from '../support/sheets.js';
import { randomOf } from './random.js';

const PLACES: readonly SheetRow[] = [
  {},
  { customer: 'Canistracci OIL', site: 'Head office', profile: '6821 standard' },
  { customer: 'Canistracci OIL', site: 'Refinery' },
  { managedBy: 'North Telecom', customer: 'Alpine Dental' },
  { managedBy: 'North Telecom', customer: 'Birch & Sons' },
  { managedBy: 'Harbour Voice', customer: 'Alpine Dental' },
  { managedBy: 'Harbour Voice', customer: 'Quay Hotel' },
  { shared: 'Y' },
];
const FAULTS: readonly SheetRow[] = [
  { model: 'Nokia 3310' },
  { mac: '00:14:20:FF:3C' },
  { customer: 'No Such Ltd' },
  { managedBy: 'North Telecom', customer: 'Quay Hotel' },
  { customer: 'EasyCall' },
  { profile: 'No such profile', site: 'Moon base' },
  { action: 'Replace' },
  { name: 'x'.repeat(65) },
];

/** Names `prefix-1` and so on, and the block of their addresses: files of two blocks do the same to two sets of devices. */
export interface Lot {
  readonly prefix: string;
  readonly block: number;
}

const LOT: Lot = { prefix: 'mixed', block: 50 };

/**
 * A csv of phones that are added, removed, added again (as they were, or with another address), doubled, and of bad rows; the same for the same seed.
 * Each row carries text of an unknown column, so that a chunk holds about 200 of them and there is much to be interrupted.
 */
export function mixedFile(count: number, seed: number, lot = LOT): string {
  const random = randomOf(seed);
  const rows: SheetRow[] = [];
  const added: SheetRow[] = [];
  for (let n = 1; n <= count; n++) {
    const row = nextRow(n, { added, random, lot });
    rows.push(row);
    if (row.action === undefined) added.push(row);
  }
  const note = 'n'.repeat(1_200);
  return csvOf(rows)
    .split('\n')
    .map((line, index) => `${line},${index === 0 ? 'Notes' : note}`)
    .join('\n');
}

interface Draw {
  readonly added: readonly SheetRow[];
  readonly random: () => number;
  readonly lot: Lot;
}

function nextRow(n: number, { added, random, lot }: Draw): SheetRow {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const fresh: SheetRow = {
    ...pick(PLACES),
    name: `${lot.prefix}-${n}`,
    mac: macOf(lot.block, n),
    inventoryId: `WH-${n}`,
    description: n % 3 === 0 ? 'Réception, 2ᵉ étage' : '',
  };
  const earlier = pick(added);
  const kind = random();
  if (!earlier || kind < 0.6) return fresh;
  if (kind < 0.72) return { action: 'Remove', name: earlier.name ?? '' };
  if (kind < 0.84) return earlier; // unchanged, or added again after it was removed
  if (kind < 0.88) return { ...earlier, mac: fresh.mac ?? '' }; // in use, or another device of that name
  if (kind < 0.92) return { ...fresh, mac: earlier.mac ?? '' };
  return { ...fresh, ...pick(FAULTS) };
}
