import { type Context, context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Keeps the current trace across `await` and callbacks. The API alone brings none. */
class AsyncContextManager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(active: Context, work: F, self?: ThisParameterType<F>, ...args: A): ReturnType<F> {
    return this.storage.run(active, () => work.apply(self, args));
  }

  bind<T>(active: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const bound = (...args: unknown[]): unknown => this.storage.run(active, () => target(...args) as unknown);
    return bound as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}

let kept: ContextManager | undefined;

/** Done at the first use and not on import. An SDK is given the same one, so that it does not matter which of the two comes first. */
export function keepContextAcrossCalls(): ContextManager {
  if (kept) return kept;
  kept = new AsyncContextManager();
  context.setGlobalContextManager(kept);
  return kept;
}
