import { CONSOLE } from '@ringfleet/access';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Express, Request, Response } from 'express';
import { SET_PASSWORD_PATH } from './credentials/passwords.js';
import { signInPath } from './issuer-configuration.js';
import { SignInPages } from './pages/sign-in-pages.js';
import { SignInFailures } from './sign-in-failures.js';
import { TokenIssuer } from './token-issuer.js';
import { TokenRequest } from './token-request.js';

/** Where RFC 8414 has the metadata of an issuer whose address has a path. */
const METADATA = '/.well-known/oauth-authorization-server';

/**
 * The issuer at /oauth. It takes requests before Nest parses their bodies, so it is mounted when the container is made; the path is cut off by Express and
 * found again by the issuer in `originalUrl`.
 */
@Injectable()
export class OauthEndpoint {
  constructor(
    @Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(TokenIssuer) private readonly issuer: TokenIssuer,
    @Inject(SignInFailures) private readonly failures: SignInFailures,
    @Inject(SignInPages) private readonly pages: SignInPages,
  ) {
    const express = httpAdapter.getInstance<Express>();
    express.use('/oauth', (request, response) => void this.answer(request, response));
    express.use(`${METADATA}/oauth`, (request, response) => {
      void this.answer(Object.assign(request, { url: METADATA, originalUrl: `/oauth${METADATA}` }), response);
    });
  }

  private async answer(request: Request, response: Response): Promise<void> {
    this.sayPublicAddress(request);
    try {
      const path = `/oauth${request.path}`;
      if (path === SET_PASSWORD_PATH) await this.pages.setPassword(request, response);
      else if (path === '/oauth/console') response.json(this.consoleSignIn());
      else if (path.startsWith(signInPath(''))) await this.pages.signIn(await this.issuer.get(), request, response);
      else if (request.method === 'POST' && request.path === '/token') await this.giveToken(request, response);
      else await (await this.issuer.get()).callback()(request, response);
    } catch (error) {
      this.ports.log.error({ err: error }, 'the token issuer failed');
      if (response.headersSent) response.destroy();
      else refuse(response, 500, { error: 'server_error' });
    }
  }

  /** Where the console signs people in: at the other provider where there is one. */
  private consoleSignIn(): { readonly issuer: string; readonly clientId: string; readonly scope: string } {
    const { issuer, other } = this.ports.issuer;
    return { issuer: other?.issuer ?? issuer, clientId: other?.clientId ?? CONSOLE, scope: 'openid' };
  }

  /** Cookies are for the address that people see, whatever a request says of it. */
  private sayPublicAddress(request: Request): void {
    const { host, protocol } = new URL(this.ports.publicUrl);
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  }

  private async giveToken(request: Request, response: Response): Promise<void> {
    const tokenRequest = await TokenRequest.read(request);
    if (!tokenRequest) return refuse(response, 413, { error: 'invalid_request', error_description: 'the request is too long' });
    // The console has no secret to be guessed, and a whole office may share an address.
    const seconds = tokenRequest.attempt.clientId === CONSOLE ? 0 : await this.failures.secondsToWait(tokenRequest.attempt);
    if (seconds === 0) return (await this.issuer.get()).callback()(tokenRequest, response);
    response.setHeader('retry-after', String(seconds));
    return refuse(response, 429, { error: 'temporarily_unavailable', error_description: `too many failed attempts, try again in ${seconds} s` });
  }
}

function refuse(response: Response, status: number, body: object): void {
  response.setHeader('cache-control', 'no-store');
  response.status(status).json(body);
}
