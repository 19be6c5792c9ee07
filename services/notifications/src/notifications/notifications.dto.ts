import { MayBeLeftOut } from '@ringfleet/service-kit';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** 'true' → true; what is neither true nor false stays as it is, to be refused. */
const fromText = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class NotificationsQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
  @Transform(fromText) @IsBoolean() unread: boolean = false;
}

export class MarkNotificationBody {
  @IsBoolean() read: boolean | null = null;
}

export class MarkAllReadBody {
  /** How many unread notifications the caller believes to have. */
  @MayBeLeftOut() @IsInt() @Min(0) expectedCount?: number;
}
