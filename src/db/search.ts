import { type RawBuilder, sql } from 'kysely'

/** What someone looks for: the phrase as typed, tidied, and its words, the longest first. */
export type Search = { phrase: string; words: string[] }

/** Reads a search box. Undefined where nothing in it can be looked for. */
export function searchFor(typed: string): Search | undefined {
  const phrase = typed
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}/.@&'’–-]+/gu, ' ')
    .trim()
    .slice(0, 200)
  const words = phrase
    .split(' ')
    .map(word => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter(Boolean)
    .slice(0, 12)
  if (words.length === 0) return undefined
  return { phrase, words: words.toSorted((a, b) => b.length - a.length) }
}

/**
 * Every word, each as the beginning of a word or in another form of it: 'culvert' finds culverts and culverting.
 * Words English leaves out ('of', 'the') count only where there are no others.
 */
export function tsqueryOf({ words }: Search): RawBuilder<unknown> {
  const each = words.map(
    word => sql`case when numnode(plainto_tsquery('english', plain(${word}))) = 0 then ''::tsquery
      else ${begins(word)} || plainto_tsquery('english', plain(${word})) end`,
  )
  const all = sql.join(each, sql` && `)
  const asTyped = sql.join(words.map(begins), sql` && `)
  return sql`coalesce(nullif(${all}, ''::tsquery), ${asTyped})`
}

// Quoted, so that no letter of it is read as an operator.
function begins(word: string): RawBuilder<unknown> {
  return sql`to_tsquery('simple', '''' || translate(plain(${word}), '''\', '  ') || ' '':*')`
}
