import type { Readers } from '@/server/connectors'
import type { Principal } from '@/server/tenancy/schema'

/** Access lists of items as names, so that who is on a list is one comparison: those of the list beside those that somebody goes by. */

/** The names on a list; an empty list is nobody. */
export const namesOnList = ({ everyone, people = [], domains = [] }: Readers): string[] => [
  ...(everyone ? ['everyone'] : []),
  ...people.map((email) => `person:${email.trim().toLowerCase()}`),
  ...domains.map((slug) => `domain:${slug}`),
]

/** The names that somebody goes by: an agent by its sponsor's, since it reads no more than they do. */
export function namesOf({ agent, email, domains }: Principal): string[] {
  if (agent) return namesOf(agent.sponsor)
  return [
    'everyone',
    ...(email ? [`person:${email.trim().toLowerCase()}`] : []),
    ...domains.map(({ slug }) => `domain:${slug}`),
  ]
}

/** Whether one of the names is on the list. */
export const isListed = (list: readonly string[], names: readonly string[]) => names.some((name) => list.includes(name))
