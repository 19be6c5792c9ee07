import { IsName } from '@ringfleet/service-kit';

export class NewReseller {
  @IsName()
  name: string = '';
}
