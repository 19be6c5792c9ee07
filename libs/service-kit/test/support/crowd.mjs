// A thread of callers who connect at once, say so when all are connected, then ask; it tells how many were answered.
import { once } from 'node:events';
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { port, count, connected } = workerData;

const sockets = await Promise.all(
  Array.from({ length: count }, async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }),
);
Atomics.store(connected, 0, 1);
Atomics.notify(connected, 0);
const answers = await Promise.all(
  sockets.map(async (socket) => {
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const [data] = await once(socket, 'data');
    socket.destroy();
    return String(data);
  }),
);
parentPort?.postMessage(answers.filter((answer) => answer.startsWith('HTTP/1.1 200')).length);
