import { useViewer } from '../../client/viewer.js';
import { Avatar } from '../../ui/avatar.js';

/** The viewer's picture as an icon. */
export function OwnAvatar() {
  const viewer = useViewer();
  return viewer && <Avatar id={viewer.id} name={viewer.displayName} size={32} />;
}
