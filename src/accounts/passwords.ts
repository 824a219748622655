const shortest = 12
const longest = 200
// Brought in by the first who signs in: a process that only shows pages does without.
const argon2 = () => import('@node-rs/argon2')
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes a password with argon2id. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2()
  return hash(password, cost)
}

/** Whether the password is the one behind the hash. Without a hash the same work is done, for nothing. */
export async function passwordMatches(held: string | null | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody has this password')
  const { verify } = await argon2()
  const matches = await verify(held ?? (await nobodys), password.slice(0, longest))
  return matches && held != null
}

/**
 * Says why a password will not do, or nothing.
 * @param about the person's e-mail and the names of their authorities, which a password may not lean on
 */
export async function passwordMistake(
  password: string,
  about: { email: string; authorities: string[] },
): Promise<string | undefined> {
  if (password === '') return 'Enter a password'
  if ([...password].length < shortest) return `The password must have ${shortest} characters or more`
  if (password.length > longest) return `The password must have ${longest} characters or fewer`
  const plain = password.normalize('NFKC').toLowerCase()
  if (await isGuessable(plain))
    return 'That password is one of the first that others would try. Choose another'
  const mailbox = about.email.toLowerCase().split('@')[0]!
  if (mailbox.length >= 3 && letters(plain).includes(letters(mailbox)))
    return 'The password must not contain the name in your e-mail address'
  if (about.authorities.some(name => leansOn(plain, name)))
    return 'The password must not contain the name of your authority'
  return undefined
}

let nobodys: Promise<string> | undefined
let common: Set<string> | undefined

const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyzabcdefghijkl', 'qwertyuiopasdfghjklzxcvbnm']

async function isGuessable(plain: string): Promise<boolean> {
  common ??= new Set((await import('@zxcvbn-ts/language-common')).dictionary['passwords-common'])
  // 'Dragon2024!!!' is 'dragon' with a tail.
  const core = plain.replace(/^[^a-z]+|[^a-z]+$/g, '')
  const backwards = [...plain].reverse().join('')
  return (
    common.has(plain) ||
    core === '' ||
    common.has(core) ||
    /^(.{1,8}?)\1+.{0,2}$/.test(plain) ||
    rows.some(row => row.includes(plain) || row.includes(backwards))
  )
}

const letters = (text: string) => text.replace(/[^a-z0-9]/g, '')

function leansOn(plain: string, authority: string): boolean {
  const name = authority.normalize('NFKC').toLowerCase()
  const first = name.split(/\s+/).find(word => word.length >= 5 && !usual.has(word))
  return letters(plain).includes(letters(name)) || (first !== undefined && plain.includes(first))
}

const usual = new Set(['council', 'county', 'borough', 'district', 'north', 'south', 'royal'])
