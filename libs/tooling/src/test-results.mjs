/**
 * What Jest writes with --json, as far as we read it.
 * @typedef {{ status: string, fullName: string }} JestAssertion
 * @typedef {{ name: string, status: string, message: string, assertionResults: JestAssertion[] }} JestSuite
 * @typedef {{ success: boolean, numPassedTests: number, testResults: JestSuite[] }} JestResults
 *
 * @typedef {{ passed: number, failures: string[] }} Outcome
 */

/**
 * Counts one project's results. A test that was skipped, a suite that could not run and a run without results are failures:
 * none of them has shown that the code works.
 * @param {string} project
 * @param {JestResults | undefined} results undefined where the run left none
 * @returns {Outcome}
 */
export function countResults(project, results) {
  if (!results) return { passed: 0, failures: [`${project}: the tests did not run`] };
  const failures = results.testResults.flatMap((suite) => suiteFailures(suite).map((failure) => `${project}: ${failure}`));
  if (failures.length === 0 && !results.success) failures.push(`${project}: the run failed outside of its tests`);
  return { passed: results.numPassedTests, failures };
}

/** @param {JestSuite} suite */
function suiteFailures(suite) {
  const failures = suite.assertionResults.filter((test) => test.status !== 'passed').map((test) => `${test.fullName} (${test.status})`);
  const broken = suite.status === 'failed' && failures.length === 0;
  return broken ? [`${suite.name} failed outside of its tests`] : failures;
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {string} the last line of a test run
 */
export function totalLine(outcomes) {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0);
  return `${passed} passed, ${failed} failed`;
}
