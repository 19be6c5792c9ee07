import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { answerJson, problemOf } from '@ringfleet/service-kit';
import type { NextFunction, Request, Response } from 'express';
import { LetIn, unknown } from './let-in.js';

const BODY = problemOf(unknown());

/** Most phones begin by saying nothing, all of a site at once after a power cut: they are asked who they are before anything is set in motion for them. */
@Injectable()
export class AskFirst implements NestMiddleware {
  constructor(@Inject(LetIn) private readonly door: LetIn) {}

  use(request: Request, response: Response, next: NextFunction): void {
    if (!this.door.saysNothing(request.headers)) return next();
    response.setHeader('www-authenticate', this.door.asks({ isEncrypted: request.secure }));
    answerJson(response, 401, BODY, 'application/problem+json; charset=utf-8');
  }
}
