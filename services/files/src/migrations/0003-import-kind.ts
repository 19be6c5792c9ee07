import { Migration } from '@mikro-orm/migrations';

/** Imports of the tree beside those of devices (DIR-11). */
export class Files0003 extends Migration {
  override up(): void {
    this.addSql(`alter table imports add column kind text not null default 'devices' check (kind in ('devices', 'tree'))`);
  }
}
