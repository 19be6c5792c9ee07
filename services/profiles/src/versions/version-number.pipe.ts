import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '@ringfleet/kernel';

/** The number of a version in a path. One that is no number names no version. */
@Injectable()
export class VersionNumber implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('version of the profile'); // 12
    return Number(text);
  }
}
