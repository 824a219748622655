import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { change } from '#src/trail/change.ts'
import { unescapeHtml, wordsOf } from '#test/client.ts'
import { assertAccessible, assertInOrder, documentAt, outlineOf, readDocument } from '#test/documents.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { today, useWorld, type World } from '#test/world.ts'
import { hashOf, type SignedForm } from '../signed.ts'
import { docxOf } from './docx.ts'
import { paperOf } from './paper.ts'

describe('the department’s copy of the form', () => {
  const world = useWorld()

  test('REG-3: The page to print shows what was signed, word for word, with who signed it and when', async () => {
    const { path } = await signedEntry(world, [{ outcome: 'logged' }])
    const page = await (await world.signIn('reader')).see(`${path}/form/copy`)
    assert.equal(page.status, 200)
    const said = wordsOf(page.body.slice(page.body.indexOf('app-paper__authority')))
    assertInOrder(said, [
      'Wendleshire County Council',
      'Registration of a partnership',
      'WCC-0001 Wendle Valley Water Group',
      'Signed 23 November 2026 at 10:00am',
      'About you',
      'Your name',
      'Ines Barrow',
      'The partnership',
      'What is it for?',
      'To share the river.',
      'And its banks.',
      'Do we have any other role?',
      'None given',
      'Declaration',
      'I mean what I say.',
      'Signed by Ines Barrow',
      'From the account of I. Barrow',
      'Logged by Kofi Keeper on 24 November 2026',
      'Fingerprint',
    ])
  })

  test('REG-3: The copy stays what was signed when the entry changes', async () => {
    const { path, id } = await signedEntry(world, [{ outcome: 'logged' }])
    await world.county.db
      .selectFrom('involvement')
      .select('partnership_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
      .then(({ partnership_id }) =>
        change(world.county.db, what(world), act =>
          act.on('involvement', id, 'x').update('partnership', partnership_id, { name: 'Renamed since' }),
        ),
      )
    const keeper = await world.signIn('keeper')
    assert.doesNotMatch((await keeper.see(`${path}/form/copy`)).text, /Renamed since/)
    assert.doesNotMatch((await documentAt(keeper, `${path}/form/copy.docx`)).text, /Renamed since/)
  })

  test('REG-3: Earlier signatures are linked, and each has its page and its document', async () => {
    const { path } = await signedEntry(world, [
      { outcome: 'returned', purpose: 'First words' },
      { outcome: null, purpose: 'Second words' },
    ])
    const keeper = await world.signIn('keeper')
    const last = await keeper.see(`${path}/form/copy`)
    assert.match(last.text, /Signature 2 of 2, 24 November 2026/)
    assert.match(last.text, /With the keeper of the register, who has not logged it yet/)
    assert.match(last.text, /Second words/)
    assert.match(last.body, new RegExp(`href="${path}/form/copy\\?signature=1"`))
    const first = await keeper.see(`${path}/form/copy?signature=1`)
    assert.match(first.text, /Signature 1 of 2, 23 November 2026/)
    assert.match(first.text, /First words/)
    assert.match(first.text, /Returned with comments by Kofi Keeper/)
    assert.match(first.body, new RegExp(`href="${path}/form/copy\\.docx\\?signature=1"`))
    assert.match((await documentAt(keeper, `${path}/form/copy.docx?signature=1`)).text, /First words/)
    assert.match((await documentAt(keeper, `${path}/form/copy.docx`)).text, /Second words/)
    for (const asked of ['0', '3', '-1', 'x', '1.5', ''])
      assert.equal((await keeper.see(`${path}/form/copy?signature=${asked}`)).status, 404, asked)
  })

  test('REG-3: Only those who see the entry get its copy, and of what is not logged only those it concerns', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    const { path } = await signedEntry(world, [{ outcome: 'logged' }])
    const unlogged = await signedEntry(world, [{ outcome: null }], 'submitted')
    const hidden = await world.signIn('contributor', 'county', { directorateId: housing })
    const reader = await world.signIn('reader')
    const keeper = await world.signIn('keeper')
    const elsewhere = await world.signIn('administrator', 'borough')
    for (const ending of ['', '.docx']) {
      assert.equal((await hidden.see(`${path}/form/copy${ending}`)).status, 404)
      assert.equal((await elsewhere.see(`${path}/form/copy${ending}`)).status, 404)
      assert.equal((await reader.see(`${path}/form/copy${ending}`)).status, 200)
      assert.equal((await reader.see(`${unlogged.path}/form/copy${ending}`)).status, 404)
      assert.equal((await keeper.see(`${unlogged.path}/form/copy${ending}`)).status, 200)
    }
    const never = await addTestEntry(world, { name: 'Nobody signed this' })
    assert.equal((await keeper.see(`${never.path}/form/copy`)).status, 404)
  })

  test('REG-3: The document holds the same headings, questions and answers in the same order', async () => {
    const { path, signed } = await signedEntry(world, [{ outcome: 'logged' }])
    const { html, response } = await documentAt(await world.signIn('reader'), `${path}/form/copy.docx`)
    assert.equal(
      response.headers['content-disposition'],
      'attachment; filename="WCC-0001-wendle-valley-water-group-form.docx"',
    )
    assert.equal(response.headers['cache-control'], 'private, no-store')
    assert.deepEqual(outlineOf(html).slice(3, -6), expectedOutline(signed[0]!))
    assert.deepEqual(outlineOf(html).slice(0, 3), [
      'p Wendleshire County Council',
      'h1 Registration of a partnership',
      'p WCC-0001 Wendle Valley Water Group',
    ])
  })

  test('REG-3: The document is accessible: its language, its title, numbered pages, parts that parse', async () => {
    const { path } = await signedEntry(world, [{ outcome: 'logged' }])
    const { parts } = await documentAt(await world.signIn('reader'), `${path}/form/copy.docx`)
    assertAccessible(parts, 'Registration of a partnership: WCC-0001 Wendle Valley Water Group')
  })

  test('REG-3: Nasty words stay words in page and document', async () => {
    const nasty: Record<string, string> = {
      markup: '<script>alert(1)</script> & "quotes" <w:t>',
      controls: 'bell\u0007 escape\u001b form\u000cfeed del\u007f',
      none: 'no letters \ufffe \uffff',
      long: `${'word '.repeat(4000)}${'x'.repeat(8000)}`,
      arabic: 'مجلس المياه',
      hebrew: 'ועדת מים (2026)',
      mixed: 'Group \u202egnp.exe\u202c end',
      emoji: '👩🏽‍🌾 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ✓',
      spaces: '  two  spaces\tand a tab ',
      formula: '=HYPERLINK("http://example.org")',
      xml: ']]> <?xml version="1.0"?> &#0; &nbsp;',
    }
    const { path, signed } = await signedEntry(world, [{ outcome: 'logged' }], 'logged', form => {
      const rows = Object.entries(nasty).map(([field, words]) => ({
        page: 'x',
        field,
        question: `Q ${field}`,
        answer: [words, 'a\r\nb\nc'],
      }))
      return { ...form, sections: [{ title: 'Nasty <&> 🏴', rows }, ...form.sections] }
    })
    const reader = await world.signIn('reader')
    const { html, parts } = await documentAt(reader, `${path}/form/copy.docx`)
    assert.deepEqual(outlineOf(html).slice(4, -6), expectedOutline(signed[0]!).slice(1))
    assert.match(parts.get('word/document.xml')!, /<w:bidi\/>(?:(?!<\/w:p>).)*<w:rtl\/>(?:(?!<\/w:p>).)*مجلس/)
    const page = await reader.see(`${path}/form/copy`)
    for (const [name, words] of Object.entries(nasty))
      assert.ok(unescapeHtml(page.body).includes(clean(words)), name)
    assert.doesNotMatch(page.body, /<script>alert/)
    assert.doesNotMatch(page.body, /[^\P{Cc}\n\t]/u)
  })

  test('REG-3: A letter cut in half and a NUL leave the document whole', async () => {
    const form = formOf('WCC-0001', 'half \ud800 letter, \udc00 and\u0000', undefined, today)
    const copy = { form, number: 1, all: [], signed_at: today, content_hash: 'x', ...nothingYet }
    const { text } = await readDocument(await docxOf(paperOf(copy)))
    assert.match(text, /half \ufffd letter, \ufffd and What is it for/)
  })

  test('REG-3: The file is named safely after whatever the partnership is called', async () => {
    const names = [
      [
        'Água & Pão "Ltd"; filename=x.exe\r\nSet-Cookie: a=b',
        'agua-and-pao-ltd-filename-x-exe-set-cookie-a-b-form',
      ],
      ['مجلس المياه', 'form'],
      ['../../etc/passwd', 'etc-passwd-form'],
      ['x'.repeat(300), `${'x'.repeat(60)}-form`],
    ]
    const reader = await world.signIn('reader')
    for (const [name, file] of names) {
      const { path, reference } = await signedEntry(world, [{ outcome: 'logged', name: name! }])
      const { response } = await documentAt(reader, `${path}/form/copy.docx`)
      assert.equal(
        response.headers['content-disposition'],
        `attachment; filename="${reference}-${file}.docx"`,
      )
    }
  })
})

const nothingYet = { outcome: null, outcome_at: null, outcome_name: '' }

type Signed = { outcome: 'logged' | 'returned' | null; purpose?: string; name?: string }

/** An entry whose form was signed once for each of these, a day apart. */
async function signedEntry(
  world: World,
  signings: Signed[],
  registration: 'logged' | 'submitted' = 'logged',
  alter: (form: SignedForm) => SignedForm = form => form,
) {
  const entry = await addTestEntry(world, { name: 'Wendle Valley Water Group' })
  const signed = signings.map(({ purpose, name = 'Wendle Valley Water Group' }, i) =>
    alter(formOf(entry.reference, name, purpose, new Date(today.getTime() + i * day))),
  )
  await change(world.county.db, what(world), async act => {
    const writer = act.on('involvement', entry.id, 'Wendle Valley Water Group')
    if (registration !== 'logged') await writer.update('involvement', entry.id, { registration })
    const registration_id = await writer.insert('registration', {
      involvement_id: entry.id,
      purpose: 'new',
      account_id: null,
      directorate_id: null,
      started_at: today,
    })
    for (const [i, { outcome }] of signings.entries())
      await writer.insert('registration_signing', {
        registration_id,
        involvement_id: entry.id,
        number: i + 1,
        account_id: null,
        signed_name: 'Ines Barrow',
        signed_at: new Date(signed[i]!.signedAt),
        content: JSON.stringify(signed[i]).replaceAll('\\u0000', ''),
        content_hash: hashOf(signed[i]!),
        outcome,
        outcome_at: outcome && new Date(today.getTime() + (i + 1) * day),
        outcome_by: null,
        outcome_name: outcome ? 'Kofi Keeper' : '',
      })
  })
  return { ...entry, signed }
}

const day = 24 * 60 * 60 * 1000

function formOf(reference: string, name: string, purpose: string | undefined, at: Date): SignedForm {
  return {
    form: 1,
    title: 'Registration of a partnership',
    authority: 'Wendleshire County Council',
    reference,
    sections: [
      {
        title: 'About you',
        rows: [{ page: 'you', field: 'person_name', question: 'Your name', answer: ['Ines Barrow'] }],
      },
      {
        title: 'The partnership',
        rows: [
          { page: 'partnership', field: 'name', question: 'What is it called?', answer: [name] },
          {
            page: 'purpose',
            field: 'purpose',
            question: 'What is it for?',
            answer: purpose ? [purpose] : ['To share the river.', 'And its banks.'],
          },
          { page: 'role', field: 'role_other', question: 'Do we have any other role?', answer: [] },
        ],
      },
    ],
    declaration: 'I mean what I say.',
    signedName: 'Ines Barrow',
    signedAt: at.toISOString(),
    account: 'I. Barrow',
  }
}

const what = (world: World) => ({
  authority: world.county.id,
  by: { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const,
  at: today,
  action: 'involvement.edit',
})

function expectedOutline(form: SignedForm): string[] {
  return [
    'p Signed 23 November 2026 at 10:00am',
    ...form.sections.flatMap(section => [
      `h2 ${section.title}`,
      ...section.rows.flatMap(({ question, answer }) => [
        `h3 ${question}`,
        ...(answer.length > 0 ? answer.flatMap(each => each.split(/\r\n|\n/)) : ['None given']).map(
          line => `p ${clean(line)}`,
        ),
      ]),
    ]),
    'h2 Declaration',
  ]
}

const clean = (text: string) => text.replace(/[^\P{Cc}\t]|[\ufffe\uffff]/gu, '')
