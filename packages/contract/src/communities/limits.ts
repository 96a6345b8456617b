export const communityLimits = {
  communityName: 64,
  communityHandle: 32,
  communityDescription: 1000,
  communitiesPerOwner: 500,
  communitiesPerMember: 1000,
  roleName: 64,
  rolesPerCommunity: 250,
} as const;
