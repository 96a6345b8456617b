/** In bit order; numbers never change. */
export const permissionNames = [
  'view_channel',
  'read_history',
  'send_messages',
  'send_in_threads',
  'create_threads',
  'attach_media',
  'add_reactions',
  'mention_everyone',
  'use_voice_text',
  'connect_voice',
  'speak',
  'mute_members',
  'create_entries',
  'comment_entries',
  'vote_entries',
  'bypass_slow_mode',
  'manage_messages',
  'manage_threads',
  'manage_channels',
  'manage_roles',
  'manage_community',
  'manage_invites',
  'create_invites',
  'kick_members',
  'ban_members',
  'timeout_members',
  'view_audit_log',
  'change_nickname',
  'manage_nicknames',
  'approve_entries',
  'manage_entries',
  'administrator',
] as const;
export type PermissionName = (typeof permissionNames)[number];

/** Writes permissions as the decimal string of the wire. */
export function permissionSet(names: readonly PermissionName[]): string {
  return String(names.reduce((set, name) => set | (1n << BigInt(permissionNames.indexOf(name))), 0n));
}

/** Reads the decimal string of the wire, in bit order; bits that mean nothing are passed over. Error: SyntaxError. */
export function permissionsIn(set: string): PermissionName[] {
  const bits = BigInt(set);
  return permissionNames.filter((_, index) => (bits >> BigInt(index)) & 1n);
}
