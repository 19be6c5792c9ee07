import type { Json } from '@ringfleet/templates';
import { isSealed, type Value } from '../versions/variable.js';
import type { Laid } from '../versions/layers.js';

/**
 * What templates may name, version 1; README.md documents it. Every name is always there, null where there is no value: a template that names something else is wrong. A name is never taken away or given
 * another meaning within a version.
 */
export const CONTEXT_VERSION = 1;

export interface PhoneFacts {
  readonly device: {
    readonly name: string;
    readonly description: string | null;
    /** 001565aabbcc, in either case; null of a virtual phone. */
    readonly mac: string | null;
    readonly httpUsername: string | null;
    readonly httpPassword: string | null;
    readonly secret: string | null;
  };
  readonly model: { readonly vendor: string; readonly name: string; readonly ports: number };
  /** Of the used ports, in their order. */
  readonly lines: readonly LineFacts[];
  /** Where the phone gets its files, with a slash at the end. */
  readonly url: string | null;
}

export interface LineFacts {
  /** From 0. */
  readonly port: number;
  readonly number: string;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly sipUsername: string;
  readonly sipPassword: string | null;
}

/** @param open makes a sealed value of a profile readable, or masks it */
export function contextOf(
  { device, model, lines, url }: PhoneFacts,
  { params }: Pick<Laid, 'params'>,
  open: (name: string, value: Value) => Json,
): Record<string, Json> {
  const byPort = new Map(lines.map((line) => [line.port, line]));
  return {
    version: CONTEXT_VERSION,
    device: {
      ...device,
      mac: device.mac?.toLowerCase() ?? null,
      macUpper: device.mac?.toUpperCase() ?? null,
      macColons: device.mac?.toUpperCase().match(/../g)?.join(':') ?? null,
    },
    model: { ...model },
    lines: lines.map(lineOf),
    ports: Array.from({ length: model.ports }, (_, port) => {
      const line = byPort.get(port);
      return line ? { ...lineOf(line), used: true } : { ...UNUSED, port, index: port + 1, used: false };
    }),
    url,
    params: Object.fromEntries([...params].map(([name, { value }]) => [name, value === null ? null : isSealed(value) ? open(name, value) : value])),
  };
}

/** Vendors count from 0 or from 1. */
const lineOf = (line: LineFacts): Record<string, Json> => ({ ...line, index: line.port + 1 });

const UNUSED = { number: null, extension: null, displayName: null, sipUsername: null, sipPassword: null };
