import type { Person } from '../shape.ts'

export const boroughPeople: Person[] = [
  {
    name: 'Olive Pickersgill',
    title: 'Cllr',
    kind: 'councillor',
    email: 'olive.pickersgill@marlbeck.example',
  },
  { name: 'Rufus Tiplady', title: 'Cllr', kind: 'councillor', email: 'rufus.tiplady@marlbeck.example' },
  { name: 'Noor Haversham', title: 'Cllr', kind: 'councillor', email: 'noor.haversham@marlbeck.example' },
  { name: 'Gwendolen Ashby', title: 'Cllr', kind: 'councillor', email: 'gwendolen.ashby@marlbeck.example' },
  { name: 'Ciarán Doolan', title: 'Cllr', kind: 'councillor', email: 'ciaran.doolan@marlbeck.example' },
  { name: 'Hester Blackwood', title: 'Cllr', kind: 'councillor', email: 'hester.blackwood@marlbeck.example' },
  { name: 'Lysander Pook', title: 'Cllr', kind: 'councillor', email: 'lysander.pook@marlbeck.example' },
  // Not the county's councillor of the same name: two people, as in life.
  { name: 'Jasper Thwaite', title: 'Cllr', kind: 'councillor', email: 'jasper.thwaite@marlbeck.example' },
  { name: 'Constance Averill', kind: 'officer', email: 'constance.averill@marlbeck.example' },
  {
    name: 'Fergus Lindqvist',
    kind: 'officer',
    email: 'fergus.lindqvist@marlbeck.example',
    phone: '01632 960211',
  },
  { name: 'Harriet Nunn', kind: 'officer', email: 'harriet.nunn@marlbeck.example' },
  { name: 'Augustin Pell', kind: 'officer', email: 'augustin.pell@marlbeck.example' },
  { name: 'Rufina Gale', kind: 'officer', email: 'rufina.gale@marlbeck.example' },
  { name: 'Tilda Ormsby', kind: 'officer', email: 'tilda.ormsby@marlbeck.example' },
  { name: 'Percival Stroud', kind: 'officer', email: 'percival.stroud@marlbeck.example', left: '2026-01-30' },
  { name: 'Meera Lockhart', kind: 'officer', email: 'meera.lockhart@marlbeck.example' },
  { name: 'Dougal Firth', kind: 'officer', email: 'dougal.firth@marlbeck.example', phone: '01632 960218' },
  { name: 'Sable Hargreave', kind: 'officer', email: 'sable.hargreave@marlbeck.example' },
  { name: 'Amos Tredwell', kind: 'officer', email: 'amos.tredwell@marlbeck.example' },
  { name: 'Isolde Marchetti', kind: 'officer', email: 'isolde.marchetti@marlbeck.example' },
  { name: 'Norbert Cheyne', kind: 'officer', email: 'norbert.cheyne@marlbeck.example' },
  {
    name: 'Briony Fairweather',
    kind: 'officer',
    email: 'briony.fairweather@marlbeck.example',
    left: '2026-03-31',
  },
  { name: 'Aurelia Munt', kind: 'external', body: 'bid-company', email: 'aurelia.munt@marlbeckbid.example' },
]

export const districtPeople: Person[] = [
  { name: 'Ambrose Kittow', title: 'Cllr', kind: 'councillor', email: 'ambrose.kittow@saltmere.example' },
  { name: 'Nell Trevanion', title: 'Cllr', kind: 'councillor', email: 'nell.trevanion@saltmere.example' },
  { name: 'Delphine Rowsell', kind: 'officer', email: 'delphine.rowsell@saltmere.example' },
  { name: 'Mungo Startin', kind: 'officer', email: 'mungo.startin@saltmere.example', phone: '01632 960310' },
  { name: 'Sunniva Blake', kind: 'officer', email: 'sunniva.blake@saltmere.example' },
]

export const policePeople: Person[] = [
  { name: 'Oriel Stanhope', kind: 'officer', email: 'oriel.stanhope@police.wendleshire.example' },
  { name: 'Lionel Garside', kind: 'officer', left: '2025-10-31' },
  { name: 'Marisol Trent', kind: 'officer', email: 'marisol.trent@police.wendleshire.example' },
  { name: 'Bartholomew Ince', kind: 'officer', email: 'bartholomew.ince@police.wendleshire.example' },
]

export const healthPeople: Person[] = [
  { name: 'Ngaire Whitlock', kind: 'officer', email: 'ngaire.whitlock@icb.wendleshire.example' },
  { name: 'Silas Bramhall', kind: 'officer', email: 'silas.bramhall@icb.wendleshire.example' },
  { name: 'Efua Danquah-Lee', kind: 'officer', email: 'efua.danquahlee@icb.wendleshire.example' },
]

export const voluntaryPeople: Person[] = [
  { name: 'Primrose Adeyinka', kind: 'officer', email: 'primrose@vaw.example' },
  { name: 'Caspian Rowe', kind: 'officer', email: 'caspian@vaw.example' },
]

export const refugePeople: Person[] = [
  { name: 'Josephine Larkspur', kind: 'officer', email: 'josephine@emberlight.example' },
  { name: 'Tansy Okonjo', kind: 'officer', email: 'tansy@emberlight.example' },
]
