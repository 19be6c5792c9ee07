/** `unknown_key`: sealed with a key we do not have; `tampered`: changed, cut, or sealed for another purpose; `not_sealed`: not of our making at all. */
export type CannotOpenCode = 'unknown_key' | 'tampered' | 'not_sealed';

/** Sealed bytes that do not open. Retrying does not help. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  constructor(
    readonly code: CannotOpenCode,
    message: string,
  ) {
    super(message);
  }
}
