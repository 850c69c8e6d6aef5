import { Door } from '@/components/account/door'
import { InvitationForm } from '@/components/account/invitation-form'
import { ButtonLink } from '@/components/ui/button'
import { api } from '@/server/api/caller'

export const metadata = { title: 'Invitation' }

export default async function InvitationPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params
  const found = await (await api()).account.invitation({ code }).catch(() => null)
  if (!found) {
    return (
      <Door
        title="This invitation no longer works"
        lead="It was used, replaced by a newer one, or has ended. Ask whoever invited you for a new link."
      >
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </Door>
    )
  }
  return (
    <Door title={`Join ${found.organisation}`} lead="Choose how you are called here, and a password.">
      <InvitationForm code={code} email={found.email} name={found.name} />
    </Door>
  )
}
