import { IsName, IsPlainText, MayBeLeftOut } from '@ringfleet/service-kit';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

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
  @Matches(/^[0-9A-F]{6}$/, { each: true }) // 001565
  macPrefixes?: string[];
  /** Names of the files that it asks for, with {mac}, {MAC}, {model} in place of its own. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Matches(/^[\w.{}-]{1,64}$/, { each: true }) // {mac}.cfg
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
