import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Change, type Change_Kind, ChangeSchema } from './gen/ringfleet/common/v1/change_pb.js';

/** Who changes something, null for the system itself, and when. */
export interface Author {
  readonly by: { readonly id: string; readonly name: string; readonly fromConsole?: true } | null;
  readonly at: Date;
}

/** The `change` of a state message that a request over the API, or the system itself, causes. */
export function changeBy({ by, at }: Author, kind: Change_Kind, fields: readonly string[]): Change {
  return create(ChangeSchema, {
    byId: by?.id ?? '',
    byName: by?.name ?? '',
    at: timestampFromDate(at),
    source: { case: by ? (by.fromConsole ? 'console' : 'api') : 'system', value: {} },
    fields: [...fields],
    kind,
  });
}
