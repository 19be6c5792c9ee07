import { type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable, Optional, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Caller, Refused, type Role } from '@ringfleet/kernel';
import type { Request } from 'express';
import { Callers } from './callers.js';
import { TokenVerifier } from './token-verifier.js';

const PUBLIC = 'rf:public';
const ROLES = 'rf:roles';

/** A route that needs no token. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** The roles that may ever use the route (DIR-02a); any other gets 403. */
export const Allow = (...roles: readonly Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, roles);

/** Who may use a route, as its handler or else its controller says: no roles named are all of them. */
export function accessTo(handler: object, controller: object): { readonly isPublic: boolean; readonly roles: readonly Role[] | undefined } {
  const said = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  return { isPublic: said(PUBLIC) === true, roles: said(ROLES) as readonly Role[] | undefined };
}

/** Injects who is calling. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(context));

/** Who is calling; for guards that come after the one that verified the token. */
export function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Refused(401, 'token_required', 'Send a bearer token.');
  return caller;
}

interface CallerRequest extends Request {
  caller?: Caller;
}

const BEARER = /^Bearer ([^\s]+)$/i; // 'Bearer eyJhbGciOi…'

/** Every route asks for a bearer token, unless it is `@Public()`; and for who it was made for, as far as the service knows of it (`Callers`). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Inject(Reflector) private readonly reflector: Reflector,
    @Optional() @Inject(Callers) private readonly callers?: Callers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!token) throw new Refused(401, 'token_required', 'Send a bearer token: POST /oauth/token with a service key gives one.');
    request.caller = await this.verifier.verify(token);
    await this.callers?.confirm(request.caller);
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets);
    if (roles && !roles.includes(request.caller.role)) {
      throw new Refused(403, 'not_permitted', `The role ${request.caller.role} may not do this.`);
    }
    return true;
  }
}
