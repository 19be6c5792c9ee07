import type { Page } from 'playwright-core';

/** Chooses another record where a button says what is chosen ('Managed by: any'), by part of its name. */
export async function choose(page: Page, said: string, typed: string, name: string): Promise<void> {
  await page.getByRole('button', { name: said, exact: true }).click();
  await page.locator('input[role=combobox]:focus').fill(typed);
  await page.getByRole('option', { name, exact: true }).click();
}
