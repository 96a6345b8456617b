export const entryProblems = {
  own_entry: { status: 403, title: 'You cannot vote on your own entry' },
  too_deep: { status: 422, title: 'The conversation is too deep to go on here' },
} as const;
