// Lets a child process of a test run our TypeScript as it lies, without a build: node --import ./typescript-hooks.mjs file.ts
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    // Sources name their neighbours as they are called once compiled: './clock.js' is clock.ts here.
    const isNeighbour = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isNeighbour ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const source = stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'), { mode: 'transform' });
    return { format: 'module', source, shortCircuit: true };
  },
});
