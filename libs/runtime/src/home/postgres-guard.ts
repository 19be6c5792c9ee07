import { type ChildProcess, spawn } from 'node:child_process';

/**
 * The server's parent: a shell in a session of its own, so that Ctrl-C and signals to our process group reach neither. When its input ends (we closed it,
 * or we are gone, even by SIGKILL) it asks for a fast shutdown, again and again because a server just starting does not listen yet; it ends with the server.
 * Being the parent it never signals a number that has become another's.
 */
const SCRIPT = `
trap '' HUP INT TERM
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
( while read -r line <&3; do :; done; while kill -INT "$server" 2>/dev/null; do sleep 0.2; done ) &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill -KILL "$watcher"
exit "$status"
`;

export interface Guard {
  /** Resolves when the guard has ended, which is when the server has. */
  readonly ended: Promise<void>;
  /** Fast shutdown: clients are disconnected, everything is written. */
  stop(): Promise<void>;
}

/**
 * Starts a server under its guard. Neither keeps this process alive.
 * @param command the server with its arguments
 * @param log file descriptor that takes its output
 */
export function startGuard(command: readonly string[], folder: string, log: number): Guard {
  const child = spawn('sh', ['-c', SCRIPT, 'ringfleet-postgres', ...command], { cwd: folder, detached: true, stdio: ['pipe', log, log] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  ended.catch(() => undefined); // whoever waits for it gets the error
  letGo(child);
  return {
    ended,
    async stop() {
      child.ref(); // waiting for the end does keep it alive
      child.stdin?.end();
      await ended;
    },
  };
}

function letGo(child: ChildProcess): void {
  child.unref();
  const { stdin } = child;
  stdin?.on('error', () => undefined); // a killed guard; `ended` tells
  if (stdin && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
}
