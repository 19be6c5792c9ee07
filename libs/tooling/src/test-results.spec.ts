import { countResults, totalLine } from './test-results.mjs';

const suite = (tests: Record<string, string>, status = 'passed') => ({
  name: 'src/names.spec.ts',
  status,
  message: '',
  assertionResults: Object.entries(tests).map(([fullName, result]) => ({ fullName, status: result })),
});
const run = (...testResults: ReturnType<typeof suite>[]) => {
  const tests = testResults.flatMap((result) => result.assertionResults);
  return {
    numPassedTests: tests.filter((test) => test.status === 'passed').length,
    success: testResults.every((result) => result.status === 'passed'),
    testResults,
  };
};

describe('the count of a test run', () => {
  it('adds up what passed and what failed in all projects', () => {
    const kernel = countResults('kernel', run(suite({ a: 'passed', b: 'passed' })));
    const files = countResults('files', run(suite({ c: 'passed', d: 'failed' }, 'failed')));
    expect(totalLine([kernel, files])).toBe('3 passed, 1 failed');
    expect(files.failures).toEqual(['files: d (failed)']);
  });

  it('takes a skipped test for a failed one', () => {
    expect(totalLine([countResults('files', run(suite({ a: 'passed', b: 'pending' })))])).toBe('1 passed, 1 failed');
  });

  it('takes a suite that cannot be loaded for a failure', () => {
    expect(totalLine([countResults('files', run(suite({}, 'failed'), suite({ a: 'passed' })))])).toBe('1 passed, 1 failed');
  });

  it('takes a suite whose tests pass and whose clean-up fails for a failure', () => {
    expect(countResults('files', run(suite({ a: 'passed' }, 'failed'))).failures).toEqual(['files: src/names.spec.ts failed outside of its tests']);
  });

  it('takes a run that failed for no test to blame for a failure', () => {
    expect(countResults('files', { ...run(suite({ a: 'passed' })), success: false }).failures).toHaveLength(1);
  });

  it('takes a project without results for a failure', () => {
    expect(totalLine([countResults('files', undefined)])).toBe('0 passed, 1 failed');
  });

  it('takes a project without tests for nothing', () => {
    expect(totalLine([countResults('files', run())])).toBe('0 passed, 0 failed');
  });
});
