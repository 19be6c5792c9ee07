import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId, notFound } from '@ringfleet/kernel';

/** The id in a path. One that is no id names no record: 404, as for any record that is not there. */
@Injectable()
export class RecordId implements PipeTransform<string, string> {
  transform(text: string): string {
    if (!isId(text)) throw notFound('record');
    return text.toLowerCase();
  }
}
