import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { addAccount } from '#src/accounts/add.ts'
import { takeOffSecondFactor } from '#src/accounts/installation/change-account.ts'
import { roleNames } from '#src/accounts/may.ts'
import type { Role } from '#src/db/tables.ts'
import { Refused } from '#src/errors.ts'
import { type Command, commandLine } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/** Adds an account, or gives one that is there another role. */
export const accountAdd: Command = {
  options: {
    authority: { type: 'string' },
    role: { type: 'string' },
    operator: { type: 'boolean' },
    'password-file': { type: 'string' },
  },
  async run(words, { database, config, cwd, now, out }) {
    const [email = '', name = ''] = wordsOf(words, 'EMAIL', 'NAME')
    const authority = textOf(words, 'authority')
    const role = roleOf(textOf(words, 'role'))
    const file = textOf(words, 'password-file')
    const password = file === undefined ? undefined : await readPassword(resolve(cwd, file))
    const { link } = await addAccount(
      database,
      {
        email,
        name,
        operator: words.values.operator === true,
        publicUrl: config.publicUrl,
        ...(authority === undefined ? {} : { authority }),
        ...(role === undefined ? {} : { role }),
        ...(password === undefined ? {} : { password }),
      },
      now(),
      commandLine,
    )
    await out(link ? `${email} is added. They choose a password here: ${link}\n` : `${email} is added.\n`)
    return 0
  },
}

/** Takes the second factor off an account whose owner lost the phone: the way back in for a sole operator. */
export const accountSecondFactorOff: Command = {
  async run(words, { database, now, out }) {
    const [email = ''] = wordsOf(words, 'EMAIL')
    const account = await database
      .app()
      .selectFrom('account')
      .select('id')
      .where('email', '=', email.trim().toLowerCase())
      .executeTakeFirst()
    if (!account) throw new Refused(`No account has the address ${email}.`)
    const what = { authority: null, by: commandLine, at: now(), action: 'account.second-factor-off' }
    await takeOffSecondFactor(database, what, account.id)
    await out(`${email} can sign in with the password and set up a new second factor.\n`)
    return 0
  },
}

function roleOf(word: string | undefined): Role | undefined {
  if (word === undefined) return undefined
  if (Object.hasOwn(roleNames, word)) return word as Role
  throw new Refused(`There is no role ‘${word}’. The roles are: ${Object.keys(roleNames).join(', ')}.`)
}

// A password among the words of a command would stand in the shell's history and the list of processes.
async function readPassword(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refused(`The file ${path} cannot be opened.`)
  })
  return text.split(/\r?\n/, 1)[0]!
}
