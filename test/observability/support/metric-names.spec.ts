import { exposedNames, queriedNames } from './metric-names.js';

it.each([
  ['up == 0', ['up']],
  ['sum by (le, a_b) (rate(a_total{b="c_d", e=~"x(y)"}[5m])) / sum(b_total) > 1e3', ['a_total', 'b_total']],
  ['histogram_quantile(0.95, sum by (le) (rate(a_seconds_bucket[$__rate_interval])))', ['a_seconds_bucket']],
  ['min_over_time(a[2m]) > 0 and max by (x) (deriv(a[5m])) >= 0', ['a', 'a']],
])('finds the names in %s', (expression, names) => {
  expect(queriedNames(expression)).toEqual(names);
});

it('knows under which names a histogram is read', () => {
  expect([...exposedNames('# HELP a A.\n# TYPE a histogram\na_bucket{le="1"} 0\n# TYPE b gauge\n')]).toEqual(['a_bucket', 'a_sum', 'a_count', 'b']);
});
