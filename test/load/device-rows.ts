// Rows of an import as a carrier's warehouse would write them: five kinds of device, every fiftieth row faulty in one of four ways.
const HEADER = [
  'Action',
  'Name',
  'Device model',
  'MAC address',
  'Managed by',
  'CPE profile',
  'Shared with reseller',
  'Tenant customer name',
  'Inventory ID',
  'Description',
  'Site',
];

interface Kind {
  readonly model: string;
  readonly mac?: string;
  readonly managedBy?: string;
  readonly profile?: string;
  readonly shared?: string;
  readonly customer?: string;
  readonly site?: string;
}

const KINDS: readonly Kind[] = [
  { model: 'Yealink SIP-T21P E2' },
  { model: 'Yealink SIP-T21P E2', managedBy: 'North Telecom', profile: 'T21 standard', customer: 'Alpine Dental' },
  { model: 'Poly VVX 450', shared: 'Y' },
  { model: 'Cisco 6821', profile: '6821 standard', customer: 'Canistracci OIL', site: 'Head office' },
  { model: 'Yealink SIP-T54W', managedBy: 'Harbour Voice', customer: 'Quay Hotel' },
];
const FAULTS: readonly Partial<Kind>[] = [
  { model: 'Yealink SIP-T99X' },
  { mac: '00:14:20:FF:3C' },
  { managedBy: 'Nobody Telecom' },
  { customer: 'No Such Ltd' },
];

/** mulberry32: the same rows for the same seed, on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The header, then `count` rows whose names begin with the prefix; MAC addresses are random and do not repeat. */
export function* deviceRows(count: number, { seed = 1, prefix = 'bench' }: { readonly seed?: number; readonly prefix?: string } = {}): Generator<string[]> {
  yield HEADER;
  const random = randomOf(seed);
  for (let index = 0; index < count; index++) {
    // The low half is scrambled, the high one counts by seed: random order, no two alike.
    const low = (Math.imul(index + 1, 2654435761) >>> 0).toString(16).padStart(8, '0');
    const mac = `0${(2 * (1 + (seed % 7))).toString(16)}${(seed % 256).toString(16).padStart(2, '0')}${low}`;
    const fault = index % 50 === 49 ? FAULTS[Math.floor(index / 50) % FAULTS.length] : undefined;
    const kind = { model: '', mac, ...KINDS[index % KINDS.length], ...fault };
    yield [
      'Add',
      `${prefix}-${String(index).padStart(7, '0')}`,
      kind.model,
      kind.mac,
      kind.managedBy ?? '',
      kind.profile ?? '',
      kind.shared ?? '',
      kind.customer ?? '',
      `WH-${Math.floor(random() * 1e6)}`,
      `Phone ${index} of lot ${Math.floor(random() * 1e4)}`,
      kind.site ?? '',
    ];
  }
}
