import { Body, Controller, Get, Headers, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import { type Caller, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, Tagged } from '@ringfleet/service-kit';
import { KeepPreferences, preferencesOf, type PreferencesView } from './keep-preferences.js';
import { PreferencesBody } from './preferences.dto.js';

/** Every role has its own (DIR-02a). */
@Controller('api/v1/me/preferences')
@UseInterceptors(Tagged)
export class PreferencesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeepPreferences) private readonly keepPreferences: KeepPreferences,
  ) {}

  @Get()
  @Described('The preferences of the caller')
  mine(@CurrentCaller() caller: Caller): Promise<PreferencesView> {
    return this.database.transaction(SYSTEM, (tx) => preferencesOf(tx, caller));
  }

  @Put()
  @Described('Replaces the preferences of the caller', {
    refuses: { 428: ['if_match_required'] },
    example: { pageSize: 50, rowStyle: 'compact', columns: { devices: ['name', 'model'] } },
  })
  keep(@CurrentCaller() caller: Caller, @Body() body: PreferencesBody, @Headers('if-match') ifMatch: string | undefined): Promise<PreferencesView> {
    return this.keepPreferences.execute(caller, body, ifMatch);
  }
}
