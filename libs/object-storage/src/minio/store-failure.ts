/** The store did not do what it was asked, for a reason of its own that may pass: it is away, silent, full, refuses the keys. See `isTransient` in libs/messaging. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly transient = true;
  constructor(
    /** What the store or the network calls it: NoSuchBucket, AccessDenied, ECONNREFUSED. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const NOT_A_STORE = 'Its answer is not one of an object store: is this its address?';

export function storeFailure(address: string, error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const { code = '', message = '' } = isErrorLike(error) ? error : {};
  const reason = [code, message].filter((part) => part !== '').join(': ');
  return new StoreFailure(code, `The object store at ${address} does not do what it is asked. ${reason || NOT_A_STORE}`, { cause: error });
}

/** By its looks, for errors of Node itself are not of this realm's class where tests run. */
const isErrorLike = (error: unknown): error is { code?: string; message?: string } => typeof error === 'object' && error !== null && 'message' in error;
