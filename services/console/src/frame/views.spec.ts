// Real: the routes of the page as written, and the list that the front door has.
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the views', () => {
  it('are all known to the front door, so that each can be opened by its address', () => {
    const routes = [...readFileSync(join(import.meta.dirname, 'console.tsx'), 'utf8').matchAll(/path="([a-z-]+)/g)].map(([, view = '']) => view); // path="devices/:id"
    const views = JSON.parse(readFileSync(join(import.meta.dirname, '../../views.json'), 'utf8')) as string[];
    expect([...new Set([...routes, 'signed-in'])].toSorted()).toEqual(views.toSorted());
  });
});
