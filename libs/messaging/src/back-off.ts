const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Milliseconds to wait after the n-th failure in a row (from 1): doubling to ten seconds, less up to a half at random, so that what failed together does not come back together. */
export const backOff = (failures: number): number => Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS) * (0.5 + Math.random() / 2);
