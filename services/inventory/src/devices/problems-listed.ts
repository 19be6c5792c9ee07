import { type CallHandler, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Refusal, Refused } from '@ringfleet/kernel';
import { catchError, type Observable, of } from 'rxjs';

/** What speaks against a body, by field. */
export interface Checked {
  readonly problems: readonly Refusal[];
}

/** What a route refuses by field, its body's form too, is its answer; every other refusal stays one. */
@Injectable()
export class ProblemsListed implements NestInterceptor {
  intercept(_: unknown, next: CallHandler<Checked>): Observable<Checked> {
    return next.handle().pipe(catchError((error: unknown) => of({ problems: problemsIn(error) })));
  }
}

function problemsIn(error: unknown): readonly Refusal[] {
  if (error instanceof Refused && error.details.errors) return error.details.errors;
  throw error;
}
