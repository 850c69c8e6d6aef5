/** Fetched when one signs in: the form is there before it. */
export const session = () => import('next-auth/react')

/** Signs in to a local account; answers a sentence when it did not work. */
export async function enter(input: { org?: string; email: string; password: string }): Promise<string | null> {
  const result = await session()
    .then(({ signIn }) => signIn('credentials', { ...input, redirect: false }))
    .catch(() => null)
  if (result?.ok && !result.error) return null
  const said = result?.error?.replace(/^[a-z_]+: /, '')
  return said && said !== 'CredentialsSignin' ? said : 'Signing in did not work. Try again in a moment.'
}

/** A place to go after signing in: a path of this portal, or the root. */
export const safePath = (from: string | undefined): string => (from && /^\/(?![/\\])/.test(from) ? from : '/')
