import { z } from 'zod';
import { communityProblems } from './communities/problems.js';
import { coreProblems } from './core/problems.js';
import { entryProblems } from './entries/problems.js';
import { identityProblems } from './identity/problems.js';
import { messagingProblems } from './messaging/problems.js';

/** The closed list of problem codes: what it means for a person, and the HTTP status it always has. */
export const problems = {
  ...coreProblems,
  ...identityProblems,
  ...entryProblems,
  ...communityProblems,
  ...messagingProblems,
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

export const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.enum(codes),
    requestId: z.string().optional(),
    retryAfterSeconds: z.number().optional(),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .max(100)
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof ProblemView>;
