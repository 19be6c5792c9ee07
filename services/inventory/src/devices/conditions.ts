/** Conditions of a query with their parameters. */
export class Conditions {
  readonly params: unknown[];
  private readonly conditions: string[];

  constructor(from?: Conditions) {
    this.params = from ? [...from.params] : [];
    this.conditions = from ? [...from.conditions] : [];
  }

  bind(value: unknown): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  add(condition: string): void {
    this.conditions.push(condition);
  }

  where(): string {
    return this.conditions.length === 0 ? '' : `where ${this.conditions.map((condition) => `(${condition})`).join(' and ')}`;
  }
}
