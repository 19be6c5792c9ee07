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
  /** The same as long as the phone has not started again. */
  readonly callId: string;
  readonly registeredAt: Date;
  readonly expiresAt: Date;
}

/** What happens at a registrar. `bindings` and `snapshot` are all there is, of one address of record or of the whole registrar: what is not in them is no more. */
export type RegistrarEvent =
  | { readonly kind: 'bindings'; readonly aor: string; readonly bindings: readonly Binding[] }
  | { readonly kind: 'expired'; readonly aor: string; readonly ruid: string }
  | { readonly kind: 'notified'; readonly id: string; readonly code: number }
  | { readonly kind: 'snapshot'; readonly bindings: readonly Binding[] };

/** A NOTIFY to one phone: to the registration `ruid` of the address of record, and no other. */
export interface Notify {
  /** What its answer, the event `notified`, is known by: a UUID. */
  readonly id: string;
  readonly aor: string;
  readonly ruid: string;
  /** check-sync;reboot=true */
  readonly event: string;
}

/** Codes of `notified` that are no answers of the phone. */
export const NOT_REGISTERED = 1;
export const NOT_ADDRESSABLE = 2;
export const NO_ANSWER = 408;

/** A registrar that phones register at. */
export interface Registrar {
  /** What people call it. */
  readonly name: string;
  /**
   * What happens from now on, beginning with a snapshot, until the signal; some events at a time, as they come. Throws when the registrar is lost; then what happens
   * meanwhile is in the snapshot of the next call.
   */
  follow(signal: AbortSignal): AsyncGenerator<readonly RegistrarEvent[]>;
  /** Whether it is followed by this process just now: only then can it be asked to notify. */
  readonly isFollowed: boolean;
  /** False where it is not followed any more: nothing was sent. */
  notify(command: Notify): boolean;
}

/** Injection token: a `Registrar`, or null where none is configured. */
export const REGISTRAR = Symbol('registrar');
