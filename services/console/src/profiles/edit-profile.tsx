import { RecordDialog } from '../records/record-dialog.js';
import { PROFILE_KIND } from './profile-kind.js';

interface EditProfileProps {
  /** Absent for a new one. */
  readonly id: string | undefined;
  readonly onClose: () => void;
  /** It was deleted. */
  readonly onGone?: () => void;
}

/** The settings of a profile, for those who may change them. */
export default function EditProfile({ id, onClose, onGone }: EditProfileProps): React.JSX.Element {
  return <RecordDialog kind={PROFILE_KIND} id={id} mayChange onClose={onClose} onGone={onGone ?? onClose} />;
}
