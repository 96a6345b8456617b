/** What an account is on the whole instance, beside the roles it has in communities. */
export const instanceRoles = ['user', 'moderator', 'admin', 'advertiser'] as const;
export type InstanceRole = (typeof instanceRoles)[number];
