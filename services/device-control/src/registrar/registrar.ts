/** A registration as the registrar has it. What comes from the phone is as it came, cut to length: trust none of it. */
export interface Binding {
  /** The registrar's own id of it. */
  readonly ruid: string;
  /** Of whom it is: the user part of the address of record. */
  readonly aor: string;
  /** The contact's URI: what the phone says of where it is. */
  readonly address: string;
  /** From where it came, as the registrar saw it; null where it is not known any more. */
  readonly remoteIp: string | null;
  /** The registrar's address that it came to. */
  readonly registeredIp: string | null;
  readonly userAgent: string | null;
  /** Twelve upper-case digits of the hardware that the phone says it is; null where it does not say. */
  readonly mac: string | null;
  readonly registeredAt: Date;
  readonly expiresAt: Date;
}

/** What happens at a registrar. `bindings` and `snapshot` are all there is, of one address of record or of the whole registrar: what is not in them is no more. */
export type RegistrarEvent =
  | { readonly kind: 'bindings'; readonly aor: string; readonly bindings: readonly Binding[] }
  | { readonly kind: 'expired'; readonly aor: string; readonly ruid: string }
  | { readonly kind: 'snapshot'; readonly bindings: readonly Binding[] };

/** A registrar that phones register at. */
export interface Registrar {
  /** What people call it. */
  readonly name: string;
  /**
   * What happens from now on, beginning with a snapshot, until the signal; some events at a time, as they come. Throws when the registrar is lost; then what happens
   * meanwhile is in the snapshot of the next call.
   */
  follow(signal: AbortSignal): AsyncGenerator<readonly RegistrarEvent[]>;
}

/** Injection token: a `Registrar`, or null where none is configured. */
export const REGISTRAR = Symbol('registrar');
