import { Migration } from '@mikro-orm/migrations';

export class Profiles0014RenderedFiles extends Migration {
  override up(): void {
    this.addSql(`
alter table given_configs
  -- The bytes of the last one of each file, sealed, so that it need not be made again, and what it was made of (deploy/docs/decisions/rendered-files.md).
  add column type text,
  add column coding text,
  add column content bytea,
  add column made_of bytea,
  -- Sealed bytes cannot be compressed.
  alter column content set storage external,
  alter column inputs set storage external`);
  }
}
