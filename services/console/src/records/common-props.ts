/** What every kind of input takes. */
export interface CommonProps {
  readonly id: string;
  readonly label: string;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly required: boolean;
}
