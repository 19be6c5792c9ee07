/** What looks at a new deployment, imports files that others import too, or reads everything that is there, comes first; what kills and fills, and then what leaves an unreadable event behind, comes last. */
const FIRST = ['demo-data', 'real-spreadsheets', 'canary'];
const LAST = ['few-faults', 'cli'];

/** @typedef {{ readonly path: string }} Spec */

/** One order for all runs, as the scenarios share a deployment. Jest asks for these three. */
export default class StackSequencer {
  /** @param {readonly Spec[]} specs */
  sort(specs) {
    return specs.toSorted((a, b) => placeOf(a.path) - placeOf(b.path) || (a.path < b.path ? -1 : 1));
  }

  /** @param {readonly Spec[]} specs */
  allFailedTests(specs) {
    return specs;
  }

  /** No order is made from how long a test took last time. */
  cacheResults() {}
}

/** @param {string} path */
function placeOf(path) {
  const name = path.replace(/^.*\/|\.e2e-spec\.ts$/g, ''); // /…/cli.e2e-spec.ts → cli
  if (FIRST.includes(name)) return FIRST.indexOf(name);
  return FIRST.length + 1 + LAST.indexOf(name);
}
