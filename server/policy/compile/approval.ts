/** What a permit to request says of the agreements a request needs, as it is written: `@approval("owner, steward") @climb("PT48H")`. */

export const approvalRoles = ['owner', 'steward', 'second'] as const
export type ApprovalRole = (typeof approvalRoles)[number]
export const approvalTimes = ['remind', 'climb', 'timeout', 'answer'] as const
/** Every annotation that speaks of approval. */
export const approvalKeys = ['approval', 'breakglass', ...approvalTimes]
/** Left out where a permit does not say it; times in hours. No roles at all: automatic. */
export type Approval = {
  roles?: readonly ApprovalRole[]
  /** How long access in an emergency may last; 0: never. */
  breakglass?: number
} & { [time in (typeof approvalTimes)[number]]?: number }

export type ApprovalFault = { ok: false; key: string; reason: string }

/** The most that an emergency may last, and the most that anything may wait, in hours. */
const longestEmergency = 4
const longestWait = 365 * 24

/** Whole days and hours, in hours; null where it is none. */
function hoursOf(written: string): number | null {
  const [, days, hours] = /^P(?=.)(?:(\d{1,3})D)?(?:T(\d{1,4})H)?$/.exec(written) ?? []
  return days === undefined && hours === undefined ? null : Number(days ?? 0) * 24 + Number(hours ?? 0)
}

function readRoles(written: string): readonly ApprovalRole[] | string {
  const words = written.split(',').map((word) => word.trim())
  if (words.length === 1 && words[0] === 'automatic') return []
  const strange = words.find((word) => !(approvalRoles as readonly string[]).includes(word))
  if (strange === 'automatic') return 'automatic stands alone'
  if (strange !== undefined)
    return `"${strange}" is nobody who agrees; write automatic, or some of ${approvalRoles.join(', ')}`
  if (words.length === 1 && words[0] === 'second') return 'a second approver needs a first: owner or steward'
  return approvalRoles.filter((role) => words.includes(role))
}

function readTime(key: string, written: string): number | string {
  if (key === 'breakglass' && written === 'never') return 0
  const hours = hoursOf(written)
  const most = key === 'breakglass' ? longestEmergency : longestWait
  if (hours !== null && hours >= 1 && hours <= most) return hours
  return `write a time in days and hours, such as PT${Math.min(24, most)}H, of at most ${most} hours${key === 'breakglass' ? ', or never' : ''}`
}

/** Reads the annotations of a policy that speak of approval; null where none does. */
export function readApproval(
  annotations: Record<string, string | null> = {},
): { ok: true; approval: Approval | null } | ApprovalFault {
  const approval: Record<string, unknown> = {}
  for (const key of approvalKeys) {
    if (!Object.hasOwn(annotations, key)) continue
    const written = (annotations[key] ?? '').trim()
    const read = key === 'approval' ? readRoles(written) : readTime(key, written)
    if (typeof read === 'string') return { ok: false, key, reason: read }
    approval[key === 'approval' ? 'roles' : key] = read
  }
  return { ok: true, approval: Object.keys(approval).length > 0 ? (approval as Approval) : null }
}
