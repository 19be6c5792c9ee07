import { Migration } from '@mikro-orm/migrations';

export class Profiles0017Explained extends Migration {
  override up(): void {
    // What was published outlasts its profile: phones got files by it, which can be made again (PRV-11).
    this.addSql('alter table profile_versions drop constraint profile_versions_profile_id_fkey');
  }
}
