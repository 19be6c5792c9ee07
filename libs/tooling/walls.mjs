// What may import what (dependency-cruiser). The reasons are in style.md's house rules; each rule's comment says which way out there is.
import { globSync } from 'node:fs';

const ADAPTERS = 'libs/(messaging|object-storage)/src/(postgres|kafka|folder|minio)/';
const TESTS = ['\\.spec\\.ts$', '^(libs|services)/[^/]+/test/', '^test/', '^libs/testing/'];

// Domain files: named as their feature folder (devices/device.ts, batches/batch.ts, entries/entry.ts), beside a mapping of their own
// (device-version.ts beside device-version.schema.ts), or decisions (imports/decide-row.ts). What they reach is held to the same.
const mapped = globSync('services/*/src/*/*.schema.ts').map((file) => `^${file.replace('.schema.ts', '\\.ts')}$`);
const DOMAIN = [
  '^services/(?!console/)[^/]+/src/([^/]+)e?s/\\1\\.ts$',
  '^services/(?!console/)[^/]+/src/([^/]+)ies/\\1y\\.ts$',
  '^services/(?!console/)[^/]+/src/[^/]+/decide[^/.]*\\.ts$',
  ...mapped,
];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule(
      'services-are-apart',
      'Services meet in proto/ alone. Standalone starts them all.',
      { path: '^services/([^/]+)/', pathNot: '^services/standalone/' },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    rule('libs-know-no-service', 'What a lib needs of a service is passed in.', { path: '^libs/' }, { path: '^services/' }),
    rule(
      'adapters-are-picked-by-the-runtime',
      'Use the port; libs/runtime fills it in.',
      { path: '^(libs|services)/', pathNot: ['^libs/runtime/', `^${ADAPTERS}`, ...TESTS] },
      { path: `^${ADAPTERS}` },
    ),
    rule(
      'adapters-are-apart',
      'What two adapters share belongs beside the port.',
      { path: `^${ADAPTERS}`, pathNot: TESTS },
      { path: `^${ADAPTERS}`, pathNot: '^libs/$1/src/$2/' },
    ),
    rule(
      'only-starting-points-know-the-runtime',
      'A service gets its ports from main.ts or from standalone.',
      { path: '^(libs|services)/', pathNot: ['^libs/runtime/', '^services/[^/]+/src/main\\.ts$', '^services/(standalone|cli)/', ...TESTS] },
      { path: '^libs/runtime/' },
    ),
    rule(
      'the-domain-is-plain',
      'Rules of the field use neither Nest nor the ORM nor decorators nor other libs than kernel and secrets; pass in what they need.',
      { path: DOMAIN },
      { path: '^libs/(?!kernel/|secrets/)|^node_modules/(?!uuid/)', reachable: true },
    ),
    rule(
      'the-console-is-of-the-browser',
      'It knows the REST API alone; of the libs it may use the client.',
      { path: '^services/console/src/' },
      { path: '^libs/(?!client/)' },
    ),
    rule('kernel-depends-on-nothing', 'Everything depends on the kernel.', { path: '^libs/kernel/src/', pathNot: TESTS }, { path: '^libs/(?!kernel/)' }),
    rule(
      'libs-have-one-door',
      "Import a lib by its name, through its index.ts or an adapter's export.",
      { path: '^(libs|services)/([^/]+)/|^test/' },
      { path: '^libs/[^/]+/src/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$', `^${ADAPTERS}`, '^libs/testing/'] },
    ),
    rule('tests-stay-outside', 'Code that runs does not use test code.', { path: '^(libs|services)/[^/]+/src/', pathNot: TESTS }, { path: TESTS }),
    rule('no-cycles', 'Move what both need into a third file.', {}, { circular: true }),
    rule('no-unresolvable', 'It is not there, or not in package.json.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|gen)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@ringfleet/source', 'import', 'node', 'default', 'types'] },
  },
};
