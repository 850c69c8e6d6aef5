import { zodResolver } from '@hookform/resolvers/zod'
import { z } from 'zod'
import { slug } from '@/server/platform/ids'
import { email, password, personName } from '@/server/tenancy/schema'

// Fetched when a form is first sent, so that the page comes without them.

/** What is asked of one who accepts an invitation. */
export const invitationRules = zodResolver(z.object({ name: personName, password }))

/** What is asked of one who makes the first organisation. */
export const setupRules = zodResolver(z.object({ organisation: personName, slug, name: personName, email, password }))
