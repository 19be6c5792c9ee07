/** A key for sealing, known by its id so that what it sealed can be opened after a newer one has taken over. */
export interface SealingKey {
  readonly id: string;
  /** 256 bits. */
  readonly key: Uint8Array;
}
