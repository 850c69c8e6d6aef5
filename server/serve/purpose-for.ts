import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** The purpose that a statement names, if the organisation has it. */
export async function purposeFor({ scope }: Actor, named: string | undefined): Promise<string | undefined> {
  if (named !== undefined) await tenancy.demandPurpose(scope, named)
  return named
}
