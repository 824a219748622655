import type { FastifyReply } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { cookieName } from './session.ts'

/** Hands a session to the browser. */
export function giveCookie(reply: FastifyReply, { config }: Deps, token: string) {
  reply.setCookie(cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  })
}

/** Takes the session back from the browser. */
export function dropCookie(reply: FastifyReply) {
  reply.clearCookie(cookieName, { path: '/' })
}
