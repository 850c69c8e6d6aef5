import { z } from 'zod'
import { authoritativeDefinitions, customProperties, tags } from './odcs-quality'
import { chosen } from './shape'

/** The context block of ODCS 3.2: what a person or a program must know before it uses the numbers. */

const statement = z.strictObject({
  id: z.string().optional(),
  question: z.string(),
  answer: z.string().optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
})

const constraint = z.strictObject({
  id: z.string().optional(),
  constraint: z.string(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
})

const block = z.strictObject({
  instructions: z.string().optional(),
  verifiedStatements: z.array(statement).optional(),
  constraints: z.array(constraint).optional(),
})

/** Plain text, or instructions with verified statements and constraints. */
export const context = chosen((value) => (typeof value === 'string' ? z.string() : block))
