// Lets a child process of a test run our TypeScript as it lies, without a build: node --import ./typescript-hooks.mjs file.ts
import { transformFileSync } from '@swc/core';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { swc } from './jest-preset.mjs';

registerHooks({
  resolve(specifier, context, next) {
    // Sources name their neighbours as they are called once compiled: './clock.js' is clock.ts here.
    const isNeighbour = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isNeighbour ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformFileSync(fileURLToPath(url), swc);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
