import { MayBeLeftOut, PageQuery } from '@ringfleet/service-kit';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, Min } from 'class-validator';

/** 'true' → true; what is neither true nor false stays as it is, to be refused. */
const fromText = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class NotificationsQuery extends PageQuery {
  @Transform(fromText) @IsBoolean() unread: boolean = false;
}

export class MarkNotificationBody {
  @IsBoolean() read: boolean | null = null;
}

export class MarkAllReadBody {
  /** How many unread notifications the caller believes to have. */
  @MayBeLeftOut() @IsInt() @Min(0) expectedCount?: number;
}
