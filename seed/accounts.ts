import type { Account } from './shape.ts'

/** One account for each role at the county, a keeper at the borough, and the installation's operator. */
export const accounts: Account[] = [
  {
    authority: 'county',
    person: 'Philippa Stote',
    email: 'philippa.stote@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Verity Clough',
    email: 'verity.clough@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Adult Social Care' },
  },
  {
    authority: 'county',
    person: 'Rosalind Keane',
    email: 'rosalind.keane@wendleshire.example',
    role: 'sponsor',
    scope: { arrangement: 'county-waste' },
  },
  {
    authority: 'county',
    person: 'Imogen Sallow',
    email: 'imogen.sallow@wendleshire.example',
    role: 'keeper',
  },
  {
    authority: 'county',
    person: 'Beatrix Yarrow',
    email: 'beatrix.yarrow@wendleshire.example',
    role: 'adviser',
  },
  {
    authority: 'county',
    person: 'Alastair Penrose',
    email: 'alastair.penrose@wendleshire.example',
    role: 'auditor',
  },
  {
    authority: 'county',
    person: 'Magnus Eddery',
    email: 'magnus.eddery@wendleshire.example',
    role: 'administrator',
  },
  {
    authority: 'borough',
    person: 'Fergus Lindqvist',
    email: 'fergus.lindqvist@marlbeck.example',
    role: 'keeper',
  },
  { email: 'operator@concordat.example', role: 'operator' },
]
