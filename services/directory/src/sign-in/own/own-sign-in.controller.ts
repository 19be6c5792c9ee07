import { Body, Controller, Get, HttpCode, Inject, Ip, Post, Put } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described, Refuses } from '@ringfleet/service-kit';
import type { NewSecondFactor, SecondFactorView } from '../credentials/second-factors.js';
import { CodeBody, NewPasswordBody, OwnPasswordBody } from './own-sign-in.dto.js';
import { OwnSignIn } from './own-sign-in.js';

@Controller('api/v1/me')
@Refuses({ 409: ['no_sign_in_here'] })
export class OwnSignInController {
  constructor(@Inject(OwnSignIn) private readonly own: OwnSignIn) {}

  /** Ends every sign-in of the person so far, this one too. */
  @Put('password')
  @Described('Changes the password of the caller', {
    refuses: { 422: ['wrong_password', 'password_too_weak'], 429: ['too_many_attempts'] },
    example: { currentPassword: 'the one of today', newPassword: 'a longer one for tomorrow' },
  })
  @HttpCode(204)
  changePassword(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: NewPasswordBody): Promise<void> {
    return this.own.changePassword(caller, { password: body.currentPassword, address }, body.newPassword);
  }

  @Get('second-factor')
  @Described('Whether the caller has a second factor')
  secondFactor(@CurrentCaller() caller: Caller): Promise<SecondFactorView> {
    return this.own.secondFactor(caller);
  }

  @Post('second-factor')
  @Described('Begins a second factor: the secret for the app', {
    refuses: { 409: ['second_factor_exists'], 422: ['wrong_password'], 429: ['too_many_attempts'] },
    example: { currentPassword: 'the one of today' },
  })
  enrol(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: OwnPasswordBody): Promise<NewSecondFactor> {
    return this.own.enrol(caller, { password: body.currentPassword, address });
  }

  @Post('second-factor/confirm')
  @Described('Takes the second factor into use; shows the recovery codes once', { refuses: { 422: ['wrong_code'] }, example: { code: '123456' } })
  @HttpCode(200)
  confirm(@CurrentCaller() caller: Caller, @Body() body: CodeBody): Promise<{ readonly recoveryCodes: readonly string[] }> {
    return this.own.confirm(caller, body.code);
  }

  @Post('second-factor/remove')
  @Described('Removes the second factor of the caller', {
    refuses: { 422: ['wrong_password'], 429: ['too_many_attempts'] },
    example: { currentPassword: 'the one of today' },
  })
  @HttpCode(204)
  remove(@CurrentCaller() caller: Caller, @Ip() address: string, @Body() body: OwnPasswordBody): Promise<void> {
    return this.own.removeSecondFactor(caller, { password: body.currentPassword, address });
  }
}
