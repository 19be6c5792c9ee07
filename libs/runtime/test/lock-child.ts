// Tries to open a home, says whether it got it, and holds it until its input ends.
import { openHome } from '../src/home/home.js';

try {
  openHome(process.argv[2] ?? '');
  process.stdout.write('got\n');
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
process.stdin.resume();
