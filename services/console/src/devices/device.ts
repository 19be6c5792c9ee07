import type { Schemas } from '@ringfleet/client';

export type Device = Schemas['DeviceView'];

/** 001420ff3c52 */
export const plainMac = (mac: string | null): string => (mac ?? '').replaceAll(':', '').toLowerCase();
