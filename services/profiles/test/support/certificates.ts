import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Certificates of the openssl program: NAME.pem of a CA, NAME.crt of who has one, and NAME.key of either, in one folder. */
export class Certificates {
  constructor(private readonly folder: string) {}

  /** Of a new CA, whose subject is told where it is not its name. */
  authority(name: string, subject = `/CN=${name}`): void {
    this.openssl('req', '-x509', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', subject, '-days', '2');
  }

  /** Signed by nobody else. */
  ownSigned(name: string, subject: string): void {
    this.openssl('req', '-x509', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', subject, '-days', '2');
  }

  signed(name: string, subject: string, ca: string): void {
    this.request(name, subject);
    this.openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-out', `${name}.crt`, '-days', '1');
  }

  /** In force in those years alone. */
  signedFor(name: string, subject: string, ca: string, [from, until]: readonly [from: number, until: number]): void {
    this.request(name, subject);
    writeFileSync(join(this.folder, 'issued'), '');
    const settings = [
      `certificate = ${ca}.pem`,
      `private_key = ${ca}.key`,
      'database = issued',
      'new_certs_dir = .',
      'rand_serial = yes',
      'default_md = sha256',
    ];
    writeFileSync(join(this.folder, 'ca.cnf'), ['[ca]', 'default_ca = ca', ...settings, 'policy = any', '[any]', 'commonName = supplied\n'].join('\n'));
    const times = ['-startdate', `${from}0101000000Z`, '-enddate', `${until}0101000000Z`];
    this.openssl('ca', '-config', 'ca.cnf', '-batch', '-notext', '-in', `${name}.csr`, '-out', `${name}.crt`, ...times);
  }

  private request(name: string, subject: string): void {
    this.openssl('req', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
  }

  private openssl(...args: readonly string[]): void {
    execFileSync('openssl', [...args], { cwd: this.folder, stdio: 'pipe' });
  }
}
