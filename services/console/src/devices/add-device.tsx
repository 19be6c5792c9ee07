import { RecordDialog } from '../records/record-dialog.js';
import { DEVICE_KIND } from './device-kind.js';

/** Add: Save, or Save & add another, which keeps model, managed by and profile (INV-11). */
export default function AddDevice({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  return <RecordDialog kind={DEVICE_KIND} id={undefined} mayChange onClose={onClose} />;
}
