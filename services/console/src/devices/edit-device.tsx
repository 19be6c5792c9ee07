import { RecordDialog } from '../records/record-dialog.js';
import { useDeviceKind } from './custom-fields.js';

interface EditDeviceProps {
  /** Absent for a new one. */
  readonly id?: string;
  readonly onClose: () => void;
}

/** The form of a device, once its custom fields are known. */
export function EditDevice({ id, onClose }: EditDeviceProps): React.JSX.Element | null {
  const kind = useDeviceKind();
  return kind ? <RecordDialog kind={kind} id={id} mayChange onClose={onClose} /> : null;
}
