/** A key for sealing, known by its id so that what it sealed can be opened after a newer one has taken over. */
export interface SealingKey {
  /** 1 to 27 letters, digits, `-`, `_` or `.` */
  readonly id: string;
  /** 256 bits. */
  readonly key: Uint8Array;
}

export const KEY_ID_BYTES = 27;
