import { IsOptional, IsString, MaxLength } from 'class-validator';

export class StreamQuery {
  @IsOptional() @IsString() @MaxLength(100) lastEventId?: string;
}
