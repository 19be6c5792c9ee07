import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import type { Request } from 'express';

/** Who is calling, and from where: what the audit is told of a change. */
export interface Actor extends Caller {
  /** The IP address. */
  readonly address: string;
}

/** Injects who is calling, with the address. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { caller, ip } = context.switchToHttp().getRequest<Request & { readonly caller?: Caller }>();
  if (!caller) throw new Refused(401, 'token_required', 'Send a bearer token.');
  return { ...caller, address: ip ?? '' };
});
