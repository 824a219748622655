/** What people type into the county's register, and the name of the entry that should come first. */
export const searches: { query: string; first: string }[] = [
  // The name, or part of it.
  { query: 'safeguarding children', first: 'Wendleshire Safeguarding Children Partnership' },
  { query: 'safer wendleshire', first: 'Safer Wendleshire Board' },
  { query: 'WASTE', first: 'Wendleshire Waste Partnership' },
  { query: 'drainage board', first: 'Ambrey Levels Internal Drainage Board' },
  { query: 'greenhollow', first: 'Greenhollow Energy Recovery Contract' },
  { query: 'family hubs', first: 'Family Hubs Alliance' },
  {
    query: 'otter recovery',
    first:
      'Joint Strategic Oversight Group for the Delivery, Monitoring and Evaluation of the Upper Wendle Catchment Natural Flood Management, Peatland Restoration, Otter Recovery and Riverside Access Programme (Phase Two)',
  },
  // Its number, or a name it had before.
  { query: 'P/013', first: 'Wendle Flood Risk Management Partnership' },
  { query: 'youth offending', first: 'Wendleshire Youth Justice Partnership' },
  { query: 'area of outstanding natural beauty', first: 'Ashlaw Hills National Landscape Joint Committee' },
  { query: 'pooled fund board', first: 'Better Care Joint Commissioning Committee' },
  // Other forms of the word.
  { query: 'museum', first: 'Wendleshire Museums Joint Committee' },
  { query: 'coroners', first: 'Shared Coroner and Mortuary Service' },
  { query: 'planning officer', first: 'County Planning Officers’ Forum' },
  { query: 'combat drug', first: 'Combating Drugs and Alcohol Partnership' },
  { query: 'culverts', first: 'Wendle Flood Risk Management Partnership' },
  // The beginning of a word.
  { query: 'procur', first: 'Wendle Shared Procurement Service' },
  { query: 'benchm', first: 'Midshires Benchmarking Club' },
  { query: 'navig', first: 'Tarrow Navigation Society' },
  { query: 'ashl', first: 'Ashlaw Hills National Landscape Joint Committee' },
  // Typing errors.
  { query: 'safegaurding adults', first: 'Wendleshire Safeguarding Adults Board' },
  { query: 'resiliance forum', first: 'Wendleshire Local Resilience Forum' },
  { query: 'armed forces covenent', first: 'Armed Forces Covenant Partnership' },
  { query: 'hertiage', first: 'Wendleshire Heritage Partnership' },
  { query: 'domestc abus', first: 'Wendleshire Domestic Abuse Partnership Board' },
  { query: 'brackwater airprot', first: 'Brackwater Airport Consultative Committee' },
  // Accents and capitals left out.
  { query: 'comite de jumelage', first: 'Comité de Jumelage Wendleshire–Saint-Évrard' },
  { query: 'saint evrard', first: 'Comité de Jumelage Wendleshire–Saint-Évrard' },
  { query: 'niederfelden an der orle', first: 'Comité de Jumelage Wendleshire–Saint-Évrard' },
  // What it is for.
  { query: 'potholes', first: 'Wendleshire Highways Alliance' },
  { query: 'hate crime', first: 'Wendleshire Hate Crime and Cohesion Panel' },
  { query: 'pandemic', first: 'Wendleshire Local Resilience Forum' },
  { query: 'village bus', first: 'Wendleshire Rural Transport Partnership' },
  { query: 'special educational needs', first: 'Wendleshire Inclusion and Additional Needs Board' },
  { query: 'night flights', first: 'Brackwater Airport Consultative Committee' },
  // A partner.
  { query: 'Tarmoor', first: 'Wendleshire Highways Alliance' },
  { query: 'emberlight', first: 'Wendleshire Domestic Abuse Partnership Board' },
  // A person.
  { query: 'Jonah Redfern', first: 'Wendleshire Local Resilience Forum' },
  { query: 'albarran vidal', first: 'Wendleshire Economic Growth Board' },
  { query: 'rene duclos', first: 'Comité de Jumelage Wendleshire–Saint-Évrard' },
]
