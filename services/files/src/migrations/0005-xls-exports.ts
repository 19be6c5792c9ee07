import { Migration } from '@mikro-orm/migrations';

/** EXP-01. */
export class Files0005XlsExports extends Migration {
  override up(): void {
    this.addSql(`alter table exports drop constraint exports_format_check, add constraint exports_format_check check (format in ('csv', 'xls', 'xlsx'))`);
  }
}
