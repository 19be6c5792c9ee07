import { Body, Controller, Get, HttpCode, Inject, Ip, Post, Put } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import type { NewSecondFactor, SecondFactorView } from '../credentials/second-factors.js';
import { CodeBody, NewPasswordBody, OwnPasswordBody } from './own-sign-in.dto.js';
import { OwnSignIn } from './own-sign-in.js';

@Controller('api/v1/me')
export class OwnSignInController {
  constructor(@Inject(OwnSignIn) private readonly own: OwnSignIn) {}

  /** Ends every sign-in of the person so far, this one too. */
  @Put('password')
  @HttpCode(204)
  changePassword(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: NewPasswordBody): Promise<void> {
    return this.own.changePassword(caller, { password: body.currentPassword, address }, body.newPassword);
  }

  @Get('second-factor')
  secondFactor(@CurrentCaller() caller: Caller): Promise<SecondFactorView> {
    return this.own.secondFactor(caller);
  }

  @Post('second-factor')
  enrol(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: OwnPasswordBody): Promise<NewSecondFactor> {
    return this.own.enrol(caller, { password: body.currentPassword, address });
  }

  @Post('second-factor/confirm')
  @HttpCode(200)
  confirm(@CurrentCaller() caller: Caller, @Body() body: CodeBody): Promise<{ readonly recoveryCodes: readonly string[] }> {
    return this.own.confirm(caller, body.code);
  }

  @Post('second-factor/remove')
  @HttpCode(204)
  remove(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: OwnPasswordBody): Promise<void> {
    return this.own.removeSecondFactor(caller, { password: body.currentPassword, address });
  }
}
