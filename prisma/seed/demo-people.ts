import { mintScope, type OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { OrgRole } from '@/server/tenancy/schema'

/** The people of the demo: all made up, which the organisation's own mark says on every screen. */
export const organisation = { slug: 'airsafety', name: 'Air-safety office' }
const people = {
  pavel: { name: 'Pavel Novak', role: 'owner' },
  olga: { name: 'Olga Brandt', role: 'publisher' },
  sam: { name: 'Sam Reyes', role: 'publisher' },
  stella: { name: 'Stella Okafor', role: 'steward' },
} as const satisfies Record<string, { name: string; role: OrgRole }>
type Person = keyof typeof people
export type Cast = Record<Person, tenancy.Actor>

const domains = [
  { slug: 'operations', name: 'Operations', description: 'Flights as they were flown, and how late.', owner: 'olga' },
  { slug: 'safety', name: 'Safety', description: 'What went wrong, or nearly did.', owner: 'sam' },
  { slug: 'reference', name: 'Reference', description: 'Places and codes that everybody joins to.', owner: 'pavel' },
  { slug: 'platform', name: 'Platform', description: 'How the office itself uses its data.', owner: 'pavel' },
] as const

const emailOf = (person: Person) => `${person}@airsafety.example`

/** The demo's organisation, where an earlier start has made it. */
async function findScope(): Promise<OrgScope | null> {
  for (const id of await tenancy.listOrganisationIds()) {
    const scope = mintScope(id)
    if ((await tenancy.findOrganisation(scope))?.slug === organisation.slug) return scope
  }
  return null
}

/** Makes the organisation with its people and domains, as far as they are not there yet. */
export async function seedPeople(password: string): Promise<Cast> {
  let scope = await findScope()
  if (!scope || (await tenancy.listMembers(scope)).length === 0) {
    const owner = { email: emailOf('pavel'), name: people.pavel.name, password }
    scope = (await tenancy.createOrganisation({ ...organisation, owner })).scope
  }
  await tenancy.markDemo(scope.orgId)
  const cast = { pavel: await actorOf(scope, 'pavel') } as Cast
  for (const person of ['olga', 'sam', 'stella'] as const) {
    await join(cast.pavel, person, password)
    cast[person] = await actorOf(scope, person)
  }
  for (const { owner, ...domain } of domains) {
    if (!(await tenancy.findDomain(scope, domain.slug))) await tenancy.createDomain(cast.pavel, domain)
    await tenancy.setDomainMember(cast.pavel, domain.slug, cast[owner].principal.id, 'owner')
    cast[owner] = await actorOf(scope, owner)
  }
  return cast
}

const findPerson = async (scope: OrgScope, person: Person) =>
  (await tenancy.listMembers(scope)).find(({ email }) => email === emailOf(person))

async function join(inviter: tenancy.Actor, person: Person, password: string) {
  if ((await findPerson(inviter.scope, person))?.state === 'active') return
  const { name, role } = people[person]
  const { invitation } = await tenancy.inviteMember(inviter, { email: emailOf(person), name, role })
  await tenancy.acceptInvitation({ code: invitation.code, name, password })
}

/** One of the demo's people, with the roles of this moment. */
export async function demoPerson(person: Person): Promise<tenancy.Actor> {
  const scope = await findScope()
  if (!scope) throw new Error('The demo organisation is not there.')
  return actorOf(scope, person)
}

async function actorOf(scope: OrgScope, person: Person): Promise<tenancy.Actor> {
  const member = await findPerson(scope, person)
  const principal = member && (await tenancy.loadPrincipal(scope, member.id))
  if (!principal) throw new Error(`The demo's ${people[person].name} is no active member any more.`)
  return { scope, principal, requestId: 'demo', via: 'job', scopes: null }
}
