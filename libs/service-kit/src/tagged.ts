import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { entityTag } from './entity-tag.js';
import type { Response } from 'express';
import { type Observable, tap } from 'rxjs';

/** Gives every answer that is one record its ETag. */
@Injectable()
export class Tagged implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      tap((view: unknown) => {
        if (typeof view === 'object' && view !== null && 'version' in view && typeof view.version === 'number')
          response.setHeader('etag', entityTag(view.version));
      }),
    );
  }
}
