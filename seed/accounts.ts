import type { Account } from './shape.ts'

/**
 * One account for each role at the county, those who propose and decide there and at the borough, and the installation's
 * operator. Whoever decides has a role that lets them read; the post they hold is what they decide by.
 */
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
    authority: 'county',
    person: 'Ottilie Brand',
    email: 'ottilie.brand@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Place and Environment' },
  },
  {
    authority: 'county',
    person: 'Peregrine Holt',
    email: 'peregrine.holt@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Resources' },
  },
  {
    authority: 'county',
    person: 'Tobias Quill',
    email: 'tobias.quill@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Henrietta Lowe',
    email: 'henrietta.lowe@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Callum Birkett',
    email: 'callum.birkett@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Morwenna Tapp',
    email: 'morwenna.tapp@wendleshire.example',
    role: 'adviser',
  },
  {
    authority: 'county',
    person: 'Isaac Thornbury',
    email: 'isaac.thornbury@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Leopold Strand',
    email: 'leopold.strand@wendleshire.example',
    role: 'sponsor',
    scope: { directorate: 'Adult Social Care' },
  },
  {
    authority: 'county',
    person: 'Barnaby Fitch',
    email: 'barnaby.fitch@wendleshire.example',
    role: 'reader',
  },
  {
    authority: 'county',
    person: 'Yusuf Calloway',
    email: 'yusuf.calloway@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Adult Social Care' },
  },
  {
    authority: 'county',
    person: 'Jocasta Merriman',
    email: 'jocasta.merriman@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Adult Social Care' },
  },
  {
    authority: 'county',
    person: 'Theo Marchmont',
    email: 'theo.marchmont@wendleshire.example',
    role: 'contributor',
    scope: { directorate: 'Place and Environment' },
  },
  {
    authority: 'borough',
    person: 'Fergus Lindqvist',
    email: 'fergus.lindqvist@marlbeck.example',
    role: 'keeper',
  },
  {
    authority: 'borough',
    person: 'Constance Averill',
    email: 'constance.averill@marlbeck.example',
    role: 'reader',
  },
  {
    authority: 'borough',
    person: 'Harriet Nunn',
    email: 'harriet.nunn@marlbeck.example',
    role: 'reader',
  },
  {
    authority: 'borough',
    person: 'Meera Lockhart',
    email: 'meera.lockhart@marlbeck.example',
    role: 'contributor',
    scope: { directorate: 'Communities' },
  },
  {
    authority: 'borough',
    person: 'Augustin Pell',
    email: 'augustin.pell@marlbeck.example',
    role: 'reader',
  },
  {
    authority: 'borough',
    person: 'Tilda Ormsby',
    email: 'tilda.ormsby@marlbeck.example',
    role: 'reader',
  },
  {
    authority: 'borough',
    person: 'Rufina Gale',
    email: 'rufina.gale@marlbeck.example',
    role: 'adviser',
  },
  { email: 'operator@concordat.example', role: 'operator' },
]
