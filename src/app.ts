import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController } from 'fastify'
import { gate } from './accounts/gate.ts'
import { accountsRoutes } from './accounts/routes.ts'
import { actionRoutes } from './actions/routes.ts'
import { adoptedRoutes } from './adopted/routes.ts'
import { askRoutes } from './ask/routes.ts'
import type { Deps } from './deps.ts'
import { directoryRoutes } from './directory/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { bulkRoutes } from './partnerships/bulk/routes.ts'
import { entryRoutes } from './partnerships/entry/routes.ts'
import { exportRoutes } from './partnerships/export/routes.ts'
import { importRoutes } from './partnerships/import/routes.ts'
import { listRoutes } from './partnerships/list-routes.ts'
import { viewRoutes } from './partnerships/views-routes.ts'
import { openPublicSite } from './public/answer.ts'
import { publicRoutes } from './public/routes.ts'
import { publishRoutes } from './publish/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { callInRoutes } from './stages/approve/call-in/routes.ts'
import { committeeRoutes } from './stages/approve/committee/routes.ts'
import { reRouteRoutes } from './stages/approve/re-route/routes.ts'
import { approveRoutes } from './stages/approve/routes.ts'
import { considerRoutes } from './stages/consider/routes.ts'
import { existingRoutes } from './stages/existing/routes.ts'
import { proposeRoutes } from './stages/propose/routes.ts'
import { registerRoutes } from './stages/register/routes.ts'
import { reportRoutes } from './stages/report/routes.ts'
import { listUnwritten } from './stages/report/unwritten.ts'
import { waiveRoutes } from './stages/waive/routes.ts'
import { trailRoutes } from './trail/routes.ts'
import { errorPages } from './web/errors.ts'
import { frame } from './web/frame.ts'
import { health } from './web/health.ts'
import { takeNulsOut } from './web/nuls.ts'
import { views } from './web/views.ts'

/** The whole application over what it is handed: plugins, then one area after another. */
export async function buildApp(deps: Deps) {
  const { config } = deps
  const https = config.publicUrl.startsWith('https:')
  const app = Fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    // Zod reads what comes in. Fastify's own schemas, and the megabytes of packages behind them, are not loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  })
  const publicSite = openPublicSite(deps)
  app.addHook('onRequest', publicSite.atOnce)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    hsts: https && { maxAge: 31_536_000 },
    crossOriginEmbedderPolicy: false,
  })
  await app.register(cookie, deps.config.sessionSecret ? { secret: deps.config.sessionSecret } : {})
  await app.register(csrf, {
    cookieKey: 'concordat_csrf',
    cookieOpts: { httpOnly: true, sameSite: 'lax', path: '/', secure: https },
    getToken: req => (req.body as Record<string, string> | undefined)?._csrf,
  })
  await app.register(formbody, { bodyLimit: 2 * 1024 * 1024 })
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: 20 * 1024 * 1024, fieldSize: 5 * 1024 * 1024, files: 1, fields: 100 },
    // Values alone would lose what the file is called.
    async onFile(part) {
      Object.assign(part, { value: Object.assign(await part.toBuffer(), { fileName: part.filename }) })
    },
  })
  await app.register(rateLimit, { global: false })
  await app.register(compress, { encodings: ['gzip', 'identity'], threshold: 1024 })

  takeNulsOut(app)
  errorPages(app, deps)
  app.addHook('preHandler', async (req, reply) => {
    if (req.method === 'POST')
      await new Promise<void>((resolve, reject) =>
        app.csrfProtection(req, reply, (error?: Error) => (error ? reject(error) : resolve())),
      )
  })
  gate(app, deps)
  frame(app, deps)
  await views(app)

  accountsRoutes(app, deps)
  homeRoutes(app, deps)
  considerRoutes(app, deps)
  proposeRoutes(app, deps)
  committeeRoutes(app, deps, listUnwritten)
  callInRoutes(app, deps)
  reRouteRoutes(app, deps)
  waiveRoutes(app, deps)
  actionRoutes(app, deps)
  reportRoutes(app, deps)
  askRoutes(app, deps)
  approveRoutes(app, deps)
  registerRoutes(app, deps)
  existingRoutes(app, deps)
  listRoutes(app, deps)
  exportRoutes(app, deps)
  viewRoutes(app, deps)
  entryRoutes(app, deps)
  bulkRoutes(app, deps)
  importRoutes(app, deps)
  directoryRoutes(app, deps)
  publishRoutes(app, deps)
  adoptedRoutes(app, deps)
  settingsRoutes(app, deps)
  trailRoutes(app, deps)
  publicRoutes(app, deps, publicSite)
  health(app, deps)
  return app
}

function noSchemas(): never {
  throw new Error('Routes read their input with Zod, not with a schema of Fastify')
}
