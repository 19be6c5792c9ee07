import { EditDevice } from './edit-device.js';

/** Add: Save, or Save & add another, which keeps model, managed by and profile (INV-11). */
export default function AddDevice({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  return <EditDevice onClose={onClose} />;
}
