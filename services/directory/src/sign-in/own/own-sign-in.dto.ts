import { IsString, MaxLength } from 'class-validator';

const LONGEST = 1000;

export class OwnPasswordBody {
  @IsString()
  @MaxLength(LONGEST)
  currentPassword!: string;
}

export class NewPasswordBody extends OwnPasswordBody {
  @IsString()
  @MaxLength(LONGEST)
  newPassword!: string;
}

export class CodeBody {
  @IsString()
  @MaxLength(40)
  code!: string;
}
