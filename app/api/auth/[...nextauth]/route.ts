import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/server/api/auth'

type Params = { params: Promise<{ nextauth: string[] }> }
const handler = (request: NextRequest, params: Params): Promise<Response> => NextAuth(request, params, authOptions())

export { handler as GET, handler as POST }
