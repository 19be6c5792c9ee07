import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Change, type Change_Kind, ChangeSchema } from './gen/ringfleet/common/v1/change_pb.js';

/** Who changes something, null for the system itself, and when. */
export interface Author {
  readonly by: { readonly id: string; readonly name: string; readonly fromConsole?: true } | null;
  readonly at: Date;
  /** The row of an imported file that says so; absent for a request over the API. */
  readonly row?: { readonly importId: string; readonly row: number };
}

/** The `change` of a state message that a request over the API, a row of an import, or the system itself causes. */
export function changeBy({ by, at, row }: Author, kind: Change_Kind, fields: readonly string[]): Change {
  return create(ChangeSchema, {
    byId: by?.id ?? '',
    byName: by?.name ?? '',
    at: timestampFromDate(at),
    source: sourceOf(by, row),
    fields: [...fields],
    kind,
  });
}

function sourceOf(by: Author['by'], row: Author['row']): MessageInitShape<typeof ChangeSchema>['source'] {
  if (row) return { case: 'import', value: row };
  return { case: by ? (by.fromConsole ? 'console' : 'api') : 'system', value: {} };
}
