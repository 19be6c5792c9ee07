import { MayBeLeftOut } from '@ringfleet/service-kit';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

/** Of a device that the caller sees, or of a made-up one of a model. */
export class PreviewBody {
  @MayBeLeftOut() @IsUUID('all') deviceId?: string;
  /** Of the made-up one; left out: the first that the profile is for. */
  @MayBeLeftOut() @IsUUID('all') modelId?: string;
  /** How many lines the made-up one has; left out: all. */
  @MayBeLeftOut() @IsInt() @Min(0) @Max(1_000) lines?: number;
}
