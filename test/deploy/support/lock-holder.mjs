// Holds a lock of deploy/engines until it is killed: node lock-holder.mjs FOLDER NAME
import { alone } from '../../../deploy/engines/alone.mjs';

const [folder = '', name = ''] = process.argv.slice(2);
await alone({ folder, say: () => undefined }, name, async () => {
  process.stdout.write(`${JSON.stringify('alone')}\n`);
  await new Promise(() => setInterval(() => undefined, 60_000));
});
