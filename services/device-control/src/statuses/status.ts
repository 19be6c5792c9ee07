/** CTL-01. */
export const STATUSES = ['registered', 'aged', 'unregistered'] as const;
export type Status = (typeof STATUSES)[number];

/** Whose a device is. */
export interface Holder {
  readonly managedBy: string | null;
  readonly customerId: string | null;
  readonly customerResellerId: string | null;
}

export const NOBODY: Holder = { managedBy: null, customerId: null, customerResellerId: null };

/** How a device is registered: the best of its bindings, and whose it was when it registered. What comes from the phone is as it came. */
export interface Standing extends Holder {
  readonly status: Status;
  /** Empty, as the next three, where no binding is left that it rests on. */
  readonly registrar: string;
  readonly aor: string;
  readonly ruid: string;
  readonly callId: string;
  readonly mac: string | null;
  readonly userAgent: string | null;
  readonly remoteIp: string | null;
  readonly hostIp: string | null;
  readonly registeredIp: string | null;
  readonly registeredAt: Date;
  readonly expiresAt: Date;
  /** By the address of record of a line, as compared. */
  readonly lines: Readonly<Record<string, Status>>;
}

export interface KeptStanding extends Standing {
  readonly deviceId: string;
  readonly since: Date;
  /** Counts what others are told; the sequence of its events. */
  readonly version: number;
}

/** What others are told of. A registration that is only refreshed changes none of it. */
const TOLD = [
  'status',
  'registrar',
  'userAgent',
  'remoteIp',
  'hostIp',
  'registeredIp',
  'managedBy',
  'customerId',
  'customerResellerId',
] as const satisfies readonly (keyof Standing)[];

export interface Step {
  readonly kept: KeptStanding;
  readonly isTold: boolean;
}

/** What is kept of a device after a look at its bindings; undefined where that is what is kept already. */
export function decideStanding(deviceId: string, before: KeptStanding | undefined, found: Standing | undefined, now: Date): Step | undefined {
  if (!found) return before && before.ruid !== '' ? { kept: withoutBinding(before, now), isTold: true } : undefined;
  if (!before) return { kept: { ...found, deviceId, since: now, version: 1 }, isTold: true };
  const isTold = TOLD.some((field) => before[field] !== found[field]);
  const since = before.status === found.status ? before.since : now;
  const kept = { ...found, deviceId, since, version: before.version + (isTold ? 1 : 0) };
  return isTold || !isSame(before, found) ? { kept, isTold } : undefined;
}

/** Nothing of what was seen is the device's any more: it has another MAC address, or its account sits elsewhere. */
const withoutBinding = (before: KeptStanding, now: Date): KeptStanding => ({
  ...before,
  status: 'unregistered',
  since: before.status === 'unregistered' ? before.since : now,
  registrar: '',
  aor: '',
  ruid: '',
  callId: '',
  mac: null,
  userAgent: null,
  remoteIp: null,
  hostIp: null,
  registeredIp: null,
  lines: {},
  version: before.version + 1,
});

const isSame = (before: Standing, found: Standing): boolean =>
  before.ruid === found.ruid &&
  before.callId === found.callId &&
  before.registeredAt.getTime() === found.registeredAt.getTime() &&
  before.expiresAt.getTime() === found.expiresAt.getTime() &&
  JSON.stringify(before.lines) === JSON.stringify(found.lines);
