import { z } from 'zod';
import { entryTopics } from './entries/events.js';
import { feedTopics } from './feeds/events.js';
import { presenceTopics } from './presence/events.js';

/** What a client may subscribe to; `{id}` stands for a UUID. */
export const topicPatterns = [...feedTopics, ...entryTopics, ...presenceTopics] as const;

const grammar = topicPatterns.join('|').replaceAll('{id}', '[0-9a-f-]{36}');

export const Topic = z
  .string()
  .max(80)
  .regex(new RegExp(`^(${grammar})$`), { error: 'Not a topic' });
