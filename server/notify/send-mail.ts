import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { origin } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { nextTry } from './backoff'
import * as mails from './mail-store'
import { postMail } from './post-mail'

/** How long one try may take before another process may make it, in ms. */
const claimMs = 120_000

/**
 * Sends one mail, if it is due and nobody else is at it. Answers when to look again; null when it was sent, or never will be. A
 * process that dies between sending and writing so sends it again, under the same message id.
 */
export async function sendMail(scope: OrgScope, id: string): Promise<string | null> {
  const at = now()
  const mail = await mails.claim(scope, id, at, new Date(at.getTime() + claimMs))
  if (!mail) return (await mails.dueAgain(scope, id))?.toISOString() ?? null
  const { link, memberId } = mail.notification
  // A title holds names that people chose; in a mail it is one line.
  const title = mail.notification.title.replaceAll(/\s+/g, ' ')
  const [member, organisation] = await Promise.all([
    tenancy.findMember(scope, memberId),
    tenancy.findOrganisation(scope),
  ])
  if (member?.state !== 'active' || !organisation) {
    await mails.settle(scope, id, { state: 'dropped', problem: 'Its member is not active.' })
    return null
  }
  try {
    await postMail({
      id,
      to: member.email,
      subject: title,
      text: textOf(title, link, organisation),
    })
    await mails.settle(scope, id, { state: 'sent', sentAt: now() })
    return null
  } catch (error) {
    const { problem, final } = said(error)
    const next = final ? null : nextTry(mail.attempts, now())
    await mails.settle(scope, id, { state: next ? 'pending' : 'failed', problem, ...(next && { nextAt: next }) })
    return next?.toISOString() ?? null
  }
}

/** One sentence and a link: what stands behind it is read in the portal, by whoever may. */
const textOf = (title: string, link: string, { slug, name }: tenancy.Organisation) => {
  const here = `${origin()}/${slug}`
  return `${title}.\n\n${here}${link}\n\nYou are told this as a member of ${name}. Choose what arrives by mail: ${here}/settings/notifications\n`
}

/** What went wrong, in our words, and whether trying again cannot mend it. */
function said(error: unknown): { problem: string; final: boolean } {
  const { responseCode: code } = (error ?? {}) as { responseCode?: number }
  if (code !== undefined) return { problem: `The mail server refused it (${code}).`, final: code >= 500 && code < 600 }
  if (error instanceof AppError) return { problem: error.message, final: false }
  return { problem: 'The mail server could not be reached, or did not answer in time.', final: false }
}
