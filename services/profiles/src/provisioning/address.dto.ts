import { MayBeLeftOut } from '@ringfleet/service-kit';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsUUID } from 'class-validator';

export class RotateBody {
  /** The old address ends now. */
  @MayBeLeftOut() @IsBoolean() immediately: boolean = false;
}

/** A page of a list asks for all of its devices at once. */
export class AddressesBody {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(200) @IsUUID('all', { each: true }) deviceIds: string[] = [];
}
