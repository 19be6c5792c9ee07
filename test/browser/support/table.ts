import type { Locator, Page } from 'playwright-core';

/** The list of a view. */
export class Table {
  readonly grid: Locator;

  constructor(private readonly page: Page) {
    this.grid = page.getByRole('grid');
  }

  /** Waits until what was asked last is shown. */
  async settled(): Promise<void> {
    await this.page.locator('table[aria-busy=false]').waitFor();
  }

  async headers(): Promise<string[]> {
    return (await this.grid.locator('th[scope=col]').allInnerTexts()).map((text) => text.trim());
  }

  /** Texts of the cells of a column, from the top. */
  async column(header: string): Promise<string[]> {
    const index = (await this.headers()).indexOf(header);
    const ticks = await this.grid.locator('thead th.rf-tick').count();
    return (await this.grid.locator(`tbody tr td:nth-child(${index + 1 + ticks})`).allInnerTexts()).map((text) => text.trim());
  }
}
