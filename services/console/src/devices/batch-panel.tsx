import { useState } from 'react';
import { useScope } from '../frame/scope.js';
import type { ListAddress } from '../list/list-address.js';
import type { Selection } from '../list/selection.js';
import { isSame } from '../records/form-values.js';
import { type AskedBatch, selectOf } from './batch.js';
import { BatchConfirm } from './batch-confirm.js';
import { type BatchChoices, BatchForm, NO_CHOICES } from './batch-form.js';

interface BatchPanelProps {
  readonly address: ListAddress;
  readonly selection: Selection;
  readonly matching: number;
  readonly onDone: () => void;
}

/** What is done with the phones that are ticked: chosen, asked, done. Whoever ticks others while it is asked is asked anew (UI-08). */
export default function BatchPanel({ address, selection, matching, onDone }: BatchPanelProps): React.JSX.Element {
  const scope = useScope();
  const chosen = { selection, scope, address };
  const [choices, setChoices] = useState<BatchChoices>(NO_CHOICES);
  const [asked, setAsked] = useState<AskedBatch>();
  const [wasOutdated, setOutdated] = useState(false);
  const ask = (batch: AskedBatch): void => {
    setOutdated(false);
    setAsked(batch);
  };
  const onOutdated = (): void => {
    setOutdated(true);
    setAsked(undefined);
  };
  if (!asked) {
    return <BatchForm chosen={chosen} matching={matching} choices={choices} wasOutdated={wasOutdated} onChoices={setChoices} onAsked={ask} />;
  }
  return (
    <BatchConfirm
      asked={asked}
      isOutdated={!isSame(asked.select, selectOf(chosen))}
      onOutdated={onOutdated}
      onCancel={() => setAsked(undefined)}
      onDone={onDone}
    />
  );
}
