import type { INestApplicationContext } from '@nestjs/common';
import { type AnsweredFirst, answerFailure, type AnsweringPorts, PORTS } from '@ringfleet/service-kit';
import { PhoneDoor } from './phone-door.js';
import { PHONES_PATH } from './phones.controller.js';

// What has to be read twice is left to Nest: //, %41, ?.
const PLAIN = /^\/p\/([^/?#%]+)\/([^/?#%]+)$/; // '/p/5f2a…/001565abc000.cfg'

/** After a power cut a whole site asks at once: what it asks is answered without the way through Nest, which took a good tenth of the processor time. */
export function phonesFirst(app: INestApplicationContext): AnsweredFirst {
  const door = app.get(PhoneDoor);
  const { log } = app.get<AnsweringPorts>(PORTS);
  return (request, response) => {
    const { method = '', url = '' } = request;
    const [, key, file] = PLAIN.exec(url) ?? [];
    if (key === undefined || file === undefined || (method !== 'GET' && method !== 'HEAD')) return undefined;
    response.setHeader('cache-control', 'no-store'); // but for files, which say otherwise
    door
      .give(request, response, { key, file })
      .catch((error: unknown) => answerFailure(response, error, { log, method, path: url }))
      .catch(() => response.destroy());
    return `/${PHONES_PATH}`;
  };
}
