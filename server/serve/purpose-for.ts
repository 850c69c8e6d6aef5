import { forbidden } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** The purpose that a statement runs under, if the organisation has the one it names; an agent has one only. */
export async function purposeFor({ scope, principal }: Actor, named: string | undefined): Promise<string | undefined> {
  const own = principal.agent?.purpose
  if (own !== undefined && named !== undefined && named !== own)
    throw forbidden(`${principal.name} reads for ${own} alone, not for ${named}.`)
  if (named !== undefined) await tenancy.demandPurpose(scope, named)
  return own ?? named
}
