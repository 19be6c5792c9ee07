// Keycloak, as an OpenID Connect provider of somebody else: over https, for browsers reach no other from the console. Tests alone use it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { launch, needPackages, run, untilReady } from './frame.mjs';

const VERSION = '26.4.5';

const home = ({ folder }) => join(folder, `keycloak-${VERSION}`);

/** @param {import('./frame.mjs').Context} context */
export async function install(context) {
  needPackages(context, ['java', 'mvn', 'unzip', 'openssl'], ['openjdk-17-jre-headless', 'maven', 'unzip', 'openssl']);
  if (existsSync(home(context))) return;
  context.say(`Getting Keycloak ${VERSION} from Maven (160 MB) …`);
  const coming = `${home(context)}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { recursive: true });
  const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
  run('mvn', ['-q', '-B', 'dependency:get', artifact, '-Dtransitive=false']);
  run('mvn', ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${coming}`]);
  run('unzip', ['-q', join(coming, `keycloak-quarkus-dist-${VERSION}.zip`), '-d', coming]);
  run(join(coming, `keycloak-${VERSION}`, 'bin/kc.sh'), ['build', '--db=dev-mem']);
  renameSync(join(coming, `keycloak-${VERSION}`), home(context));
  rmSync(coming, { recursive: true });
}

/**
 * Starts it with an empty database in memory. In the line: `password` of its administrator `admin`, and the file of its `certificate`, which nobody else signs.
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ context, folder, port, launched }) {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject]);
  const https = [`--https-port=${port}`, `--https-certificate-file=${certificate}`, `--https-certificate-key-file=${key}`];
  const args = ['start', '--optimized', '--cache=local', `--hostname=https://127.0.0.1:${port}`, '--http-host=127.0.0.1', ...https];
  const password = randomBytes(12).toString('hex');
  const env = { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: password };
  const child = launch(join(home(context), 'bin/kc.sh'), args, { cwd: folder, env, output: openSync(join(folder, 'keycloak.log'), 'a') });
  launched(child);
  await untilReady(child, () => answers(port));
  return { address: `https://127.0.0.1:${port}`, pid: child.pid, child, more: { certificate, password } };
}

/** Whether its first realm is there. */
const answers = (port) =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/realms/master', rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('error', reject).end();
  });
