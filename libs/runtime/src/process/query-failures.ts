import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { isTransient } from '@ringfleet/messaging';

/**
 * On the side that answers: a failure of machinery is told as `Unavailable`, not as Connect's `Internal`, so that who asked waits and asks again instead of taking it
 * for a fault of the question. What failed stays here.
 */
export const transientAsUnavailable: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (error) {
    if (error instanceof ConnectError || !isTransient(error)) throw error;
    throw new ConnectError('The service cannot answer just now.', Code.Unavailable, undefined, undefined, error);
  }
};

// What says that nobody answered, or not as one of us: the connection broke, another program is at the address, the keys differ.
const NOT_ANSWERED = new Set([Code.Aborted, Code.Unauthenticated, Code.PermissionDenied, Code.Unimplemented]);

/** On the side that asks: whoever did not get an answer gets `Unavailable`, whatever the reason. */
export const notAnsweredAsUnavailable: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (error) {
    const known = ConnectError.from(error);
    if (!NOT_ANSWERED.has(known.code) && !isTransient(error)) throw error;
    throw new ConnectError(known.rawMessage, Code.Unavailable, undefined, undefined, error);
  }
};
