export const communityProblems = {
  hierarchy: { status: 403, title: 'This stands at or above your own role' },
  owner_required: { status: 403, title: 'Only the owner may do this' },
  handle_taken: { status: 409, title: 'This address is taken' },
  would_lock_out: { status: 409, title: 'This would lock you out' },
  last_owner: { status: 409, title: 'The last owner cannot leave' },
} as const;
