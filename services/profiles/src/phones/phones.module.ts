import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { PhoneRecords } from '../fetches/phone-records.js';
import { MakeFile } from '../given/make-file.js';
import { Rendering } from '../rendering/rendering.js';
import { LetIn } from '../sign-in/let-in.js';
import { GiveFile } from './give-file.js';
import { oneSlash } from './one-slash.js';
import { PhoneDoor } from './phone-door.js';
import { PhonesController } from './phones.controller.js';
import { TakeFile } from './take-file.js';

/** What answers phones; it needs the database alone, and does nothing by itself. */
@Module({
  controllers: [PhonesController],
  providers: [GiveFile, LetIn, MakeFile, PhoneDoor, PhoneRecords, Rendering, TakeFile],
  exports: [MakeFile, Rendering],
})
export class PhonesModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(oneSlash).forRoutes('/');
  }
}
