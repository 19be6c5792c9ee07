import { Controller, Get } from '@nestjs/common';
import { Allow } from '@ringfleet/access';
import { MAY } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { starterViews, type StarterView } from './starters.js';

@Controller('api/v1/profiles')
export class StartersController {
  @Get('starters')
  @Described('What profiles may begin with: variables and templates of ten vendors')
  @Allow(...MAY.seeVersions)
  list(): Promise<{ items: readonly StarterView[] }> {
    return Promise.resolve({ items: starterViews() });
  }
}
