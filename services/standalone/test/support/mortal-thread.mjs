// A thread that says which it is, and fails when it is asked to; it counts the requests that it answers.
import { createServer } from 'node:http';
import { parentPort, threadId, workerData } from 'node:worker_threads';

let answered = 0;
const server = createServer((request, response) => {
  if (request.url === '/fail') throw new Error('asked to fail');
  answered += 1;
  response.end(String(threadId));
});
server.listen({ port: workerData.port, host: workerData.host, reusePort: true }, () => parentPort?.postMessage('listening'));
parentPort?.on('message', (told) => {
  if (told === 'stop') process.exit(0);
  else told.metricsTo.postMessage([{ name: 'answered', help: 'a', type: 'counter', aggregator: 'sum', values: [{ labels: {}, value: answered }] }]);
});
