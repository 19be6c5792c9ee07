/** What a template has written so far; it throws `OutputTooLong` rather than to become longer than it may. */
export class BoundedEmitter {
  buffer = '';
  /** Of the result, from 1: on which the next character will stand. */
  line = 1;
  /** What was written last. */
  last = '';

  constructor(private readonly most: number) {}

  write(value: unknown): void {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    if (this.buffer.length + text.length > this.most) throw new OutputTooLong(this.most);
    this.buffer += text;
    this.last = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line += 1;
  }
}

export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong';
  constructor(most: number) {
    super(`The result is longer than ${most} characters.`);
  }
}
