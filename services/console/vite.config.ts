import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const COMPRESSED = /\.(?:js|css|html|svg|json)$/; // assets/index-Dx1.js
const LEAST_BYTES = 1_000;

/** Beside each file its compressed forms: whoever serves them compresses nothing again. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = '' }) {
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => COMPRESSED.test(file));
    for (const file of files.map((name) => join(dir, name))) {
      const bytes = readFileSync(file);
      if (bytes.length < LEAST_BYTES) continue;
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    }
  },
});

/** To work on the page beside a running Ringfleet: RINGFLEET_URL=http://127.0.0.1:8080 npx vite */
const target = process.env['RINGFLEET_URL'] ?? 'http://127.0.0.1:8080';

type OnWarn = NonNullable<NonNullable<UserConfig['build']>['rolldownOptions']>['onwarn'];

/** Libraries mark their parts for servers ("use client"), which means nothing here. */
const onwarn: OnWarn = (warning, warn) => {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
};

/** What the first page needs is one file: what it shares with later ones would else be cut into fifty, each compressed by itself (12 % more). */
const groups = [{ name: 'first', tags: ['$initial' as const] }];

export default defineConfig({
  plugins: [compressed()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { onwarn, output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/api': target, '/oauth': target } },
});
