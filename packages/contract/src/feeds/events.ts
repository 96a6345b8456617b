export const feedTopics = ['feed:home', 'feed:public'] as const;
