// Kafka 4 as one node, broker and controller in one (KRaft), from Maven's jars.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, needPackages, run, takesConnections, untilReady } from './frame.mjs';
import { freePort } from './free-port.mjs';

/** As in kafka/pom.xml. */
const VERSION = '4.1.1';
const OWN = join(import.meta.dirname, 'kafka');

/** Where the jars are; the console tools are classes in them: `java -cp '<jars>/*' org.apache.kafka.tools.TopicCommand …`. */
export const jars = ({ folder }) => join(folder, `kafka-${VERSION}`);

/** @param {import('./frame.mjs').Context} context */
export async function install(context) {
  needPackages(context, ['java', 'mvn'], ['openjdk-17-jre-headless', 'maven']);
  const there = jars(context);
  if (existsSync(there)) return;
  context.say(`Getting Kafka ${VERSION} from Maven (54 MB) …`);
  const coming = `${there}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { recursive: true });
  run('mvn', ['-q', '-B', '-f', join(OWN, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${coming}`]);
  renameSync(coming, there);
}

/**
 * Starts it on its folder, which is made a log of its own at the first start. `settings` are further lines of server.properties, `heap` is in MB,
 * `advertised` is the host:port that clients are told.
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ context, folder, port, launched, advertised = `127.0.0.1:${port}`, heap = '512', settings = '' }) {
  const classPath = join(jars(context), '*');
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, serverProperties({ data: join(folder, 'data'), port, advertised, controllerPort: await freePort(), settings }));
  cpSync(join(OWN, 'log4j2.properties'), join(folder, 'log4j2.properties'));
  const logging = `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`;
  if (!existsSync(join(folder, 'data/meta.properties'))) format({ logging, classPath, properties });

  const flags = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', `-Xmx${heap}m`, logging];
  const child = launch('java', [...flags, '-cp', classPath, 'kafka.Kafka', properties], { cwd: folder, output: openSync(join(folder, 'kafka.log'), 'a') });
  launched(child);
  await untilReady(child, () => takesConnections(port));
  return { address: `127.0.0.1:${port}`, pid: child.pid, child, more: { classPath } };
}

function format({ logging, classPath, properties }) {
  const tool = (...args) => spawnSync('java', ['-XX:TieredStopAtLevel=1', logging, '-cp', classPath, 'kafka.tools.StorageTool', ...args], { encoding: 'utf8' });
  const id = tool('random-uuid').stdout.trim();
  const { status, stderr } = tool('format', '-t', id, '-c', properties);
  if (status !== 0) throw new Error(`Kafka could not make its folder: ${stderr}`);
}

/** One replica of everything, as there is one node; nothing is made by being asked for. */
function serverProperties({ data, port, advertised, controllerPort, settings }) {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=CLIENTS://${advertised}
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENTS
listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:PLAINTEXT
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
# A node that was killed may come back after three seconds instead of nine.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
${settings}
`;
}
