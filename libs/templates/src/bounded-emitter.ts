/** What a template has written so far; it throws `OutputTooLong` rather than to become longer than it may. */
export class BoundedEmitter {
  buffer = '';

  constructor(private readonly most: number) {}

  write(value: unknown): void {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    if (this.buffer.length + text.length > this.most) throw new OutputTooLong(this.most);
    this.buffer += text;
  }
}

export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong';
  constructor(most: number) {
    super(`The result is longer than ${most} characters.`);
  }
}
