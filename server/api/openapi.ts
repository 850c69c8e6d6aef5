import { generateOpenApiDocument, type OpenApiRouter } from 'trpc-to-openapi'
import { origin } from '@/server/platform/env'
import { routes } from './rest'
import { appRouter } from './root'

/** The OpenAPI 3.1 description of `/api/v1`, generated from the procedures themselves. */
export function openApiDocument() {
  const document = generateOpenApiDocument(appRouter as unknown as OpenApiRouter, {
    title: 'Stoa',
    description:
      'Connect, publish, find, ask and read governed data. Each operation is the procedure that the portal calls.',
    version: '1',
    openApiVersion: '3.1.0',
    baseUrl: `${origin()}/api/v1`,
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  })
  for (const { meta } of routes) {
    const { method, path, status, accepts } = meta.rest
    const operation = document.paths?.[path]?.[method.toLowerCase() as 'get']
    if (!operation) continue
    const success = operation.responses?.['200']
    if (status && status !== 200 && success) {
      operation.responses = { ...operation.responses, [status]: success }
      delete operation.responses['200']
    }
    const body = operation.requestBody
    for (const type of Object.keys(accepts ?? {})) {
      if (body && 'content' in body) body.content[type] = { schema: { type: 'string' } }
    }
  }
  return document
}
