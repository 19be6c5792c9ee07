import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { Rendering } from '../rendering/rendering.js';
import { GiveFile } from './give-file.js';
import { LetIn } from './let-in.js';
import { MakeFile } from './make-file.js';
import { oneSlash } from './one-slash.js';
import { PhoneDoor } from './phone-door.js';
import { PhoneRecords } from './phone-records.js';
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
