import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { OperationEventSchema } from './gen/ringfleet/device_control/v1/operation_pb.js';
import { RegistrationChangedSchema } from './gen/ringfleet/device_control/v1/registration_pb.js';
import { AccountChangedSchema, AccountSecretChangedSchema } from './gen/ringfleet/directory/v1/account_pb.js';
import { TenantChangedSchema } from './gen/ringfleet/directory/v1/tenant_pb.js';
import { UserChangedSchema } from './gen/ringfleet/directory/v1/user_pb.js';
import { ExportEventSchema } from './gen/ringfleet/files/v1/export_pb.js';
import { ImportEventSchema } from './gen/ringfleet/files/v1/import_pb.js';
import { ApplyRowsSchema } from './gen/ringfleet/files/v1/import_rows_pb.js';
import { BatchEventSchema } from './gen/ringfleet/inventory/v1/batch_pb.js';
import { CustomFieldChangedSchema } from './gen/ringfleet/inventory/v1/custom_field_pb.js';
import { DeviceChangedSchema, DeviceSecretChangedSchema } from './gen/ringfleet/inventory/v1/device_pb.js';
import { RowsAppliedSchema } from './gen/ringfleet/inventory/v1/import_outcome_pb.js';
import { ModelChangedSchema } from './gen/ringfleet/inventory/v1/model_pb.js';
import { FetchEventSchema } from './gen/ringfleet/profiles/v1/fetch_pb.js';
import { ProfileChangedSchema } from './gen/ringfleet/profiles/v1/profile_pb.js';

const DAY = 86_400_000;

/** A topic with the one message it carries. A state topic is compacted after `retentionMs`, a job topic expires after it. */
export interface TopicOf<M extends DescMessage> {
  readonly name: string;
  readonly kind: 'state' | 'job';
  readonly partitions: number;
  readonly retentionMs: number;
  /** Who may read it: the carrier's other systems too, or Ringfleet's services alone (deploy/kafka). */
  readonly audience: 'public' | 'internal';
  readonly schema: M;
}

type Audience = TopicOf<DescMessage>['audience'];
const COMMON = { partitions: 8, retentionMs: 7 * DAY };
const state = <M extends DescMessage>(name: string, schema: M): TopicOf<M> => ({ ...COMMON, name, kind: 'state', audience: 'public', schema });
const secret = <M extends DescMessage>(name: string, schema: M): TopicOf<M> => ({ ...state(name, schema), audience: 'internal' });
const job = <M extends DescMessage>(name: string, schema: M, audience: Audience): TopicOf<M> => ({ ...COMMON, name, kind: 'job', audience, schema });

/** The topic table: every topic there is. A new event is a proto message and a line here. */
export const topics = {
  tenants: state('directory.tenant.v1', TenantChangedSchema),
  accounts: state('directory.account.v1', AccountChangedSchema),
  users: state('directory.user.v1', UserChangedSchema),
  accountSecrets: secret('directory.account-secret.v1', AccountSecretChangedSchema),
  devices: state('inventory.device.v1', DeviceChangedSchema),
  deviceSecrets: secret('inventory.device-secret.v1', DeviceSecretChangedSchema),
  models: state('inventory.model.v1', ModelChangedSchema),
  customFields: state('inventory.custom-field.v1', CustomFieldChangedSchema),
  profiles: state('profiles.profile.v1', ProfileChangedSchema),
  registrations: state('device-control.registration.v1', RegistrationChangedSchema),
  imports: job('files.import.v1', ImportEventSchema, 'public'),
  exports: job('files.export.v1', ExportEventSchema, 'public'),
  batches: job('inventory.batch.v1', BatchEventSchema, 'public'),
  operations: job('device-control.operation.v1', OperationEventSchema, 'public'),
  fetches: job('profiles.fetch.v1', FetchEventSchema, 'public'),
  importRows: job('files.import-rows.v1', ApplyRowsSchema, 'internal'),
  importOutcomes: job('inventory.import-outcome.v1', RowsAppliedSchema, 'internal'),
  treeRows: job('files.tree-rows.v1', ApplyRowsSchema, 'internal'),
  treeOutcomes: job('directory.import-outcome.v1', RowsAppliedSchema, 'internal'),
} as const;

/** The message of a record's value. Throws if the bytes are not one. */
export const decode = <M extends DescMessage>(topic: TopicOf<M>, value: Uint8Array): MessageShape<M> => fromBinary(topic.schema, value);
