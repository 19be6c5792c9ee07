import { IsName, IsPlainText, IsWrittenAs, MayBeLeftOut } from '@ringfleet/service-kit';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** What is known of a model besides its name and ports. */
class ModelFactsBody {
  @MayBeLeftOut() @IsBoolean() virtual?: boolean;
  @MayBeLeftOut() @IsBoolean() dectBase?: boolean;
  @MayBeLeftOut() @IsBoolean() dectMulticell?: boolean;
  @MayBeLeftOut() @IsInt() @Min(0) @Max(20) expansionModules?: number;
  /** First six digits of MAC addresses, in upper case. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @IsWrittenAs('badMacPrefix', /^[0-9A-F]{6}$/, 'the first six digits of MAC addresses, 0 to 9 and A to F in upper case, such as 001565', { each: true })
  macPrefixes?: string[];
  /** Names of the files that it asks for, with {mac}, {MAC}, {model} in place of its own. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @IsWrittenAs('badConfigFile', /^[\w.{}-]{1,64}$/, 'names of 1 to 64 letters, digits, underscores, hyphens, points and braces, such as {mac}.cfg', {
    each: true,
  })
  configFiles?: string[];
  @IsOptional() @IsPlainText(64) firmware?: string | null;
  /** Event of the NOTIFY after which it fetches its configuration. */
  @IsOptional() @IsPlainText(64) resyncEvent?: string | null;
  /** Event of the NOTIFY after which it starts again. */
  @IsOptional() @IsPlainText(64) rebootEvent?: string | null;
}

export class NewModelBody extends ModelFactsBody {
  @IsName() vendor: string = '';
  /** Without the vendor. */
  @IsName() name: string = '';
  @IsInt() @Min(1) @Max(1_000) ports: number = 1;
}

/** What is left out stays. */
export class ModelChangesBody extends ModelFactsBody {
  @MayBeLeftOut() @IsName() vendor?: string;
  @MayBeLeftOut() @IsName() name?: string;
  @MayBeLeftOut() @IsInt() @Min(1) @Max(1_000) ports?: number;
}
