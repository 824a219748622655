import type { Addresses } from './addresses.ts'
import { fileFormats } from './formats.ts'
import { licence } from './licence.ts'

/** One authority as the catalogue lists it. */
export type Catalogued = {
  name: string
  website: string
  contact: { name: string; email: string }
  openedAt: Date
  /** When the newest publication was made; null before the first. */
  newest: Date | null
  addresses: Addresses
}

/** Every register of the service as a DCAT 2 catalogue in JSON-LD (REG-5); its context needs no network. */
export function catalogOf(base: string, sites: readonly Catalogued[]): object {
  const last = Math.max(0, ...sites.map(site => modifiedAt(site).getTime()))
  return {
    '@context': context,
    '@id': `${base}/data/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    title: 'Registers of partnerships',
    description: 'The public registers of the partnerships that these authorities are in.',
    homepage: `${base}/`,
    language,
    license: licence.id,
    ...(sites.length > 0 ? { modified: new Date(last).toISOString() } : {}),
    publisher: sites.map(publisherOf),
    dataset: sites.map(datasetOf),
  }
}

function datasetOf(site: Catalogued) {
  const { name, addresses, contact, openedAt } = site
  return {
    '@id': addresses.register,
    '@type': 'dcat:Dataset',
    title: `Register of partnerships of ${name}`,
    description: `The partnerships ${name} is in: what for, with whom, who acts for it, what it gives.`,
    identifier: addresses.register,
    keyword: ['partnerships', 'local government', 'register', 'transparency'],
    language,
    license: licence.id,
    publisher: publisherOf(site),
    issued: openedAt.toISOString(),
    modified: modifiedAt(site).toISOString(),
    // Published as soon as someone entitled says so.
    accrualPeriodicity: 'http://publications.europa.eu/resource/authority/frequency/IRREG',
    temporal: { '@type': 'dct:PeriodOfTime', startDate: openedAt.toISOString() },
    landingPage: addresses.register,
    page: addresses.openData,
    ...(contact.email
      ? {
          contactPoint: {
            '@type': 'vcard:Kind',
            fn: contact.name || name,
            hasEmail: `mailto:${contact.email}`,
          },
        }
      : {}),
    distribution: fileFormats.map(format => distributionOf(format, addresses)),
  }
}

function distributionOf({ ending, heading, mediaType }: (typeof fileFormats)[number], addresses: Addresses) {
  const address = `${addresses.register}.${ending}`
  const conformsTo: Record<string, string> = {
    csv: `${addresses.register}.csv-metadata.json`,
    json: `${addresses.base}/data/schema/register.json`,
    atom: 'https://www.rfc-editor.org/rfc/rfc4287',
  }
  return {
    '@id': address,
    '@type': 'dcat:Distribution',
    title: heading,
    accessURL: address,
    downloadURL: address,
    mediaType: `https://www.iana.org/assignments/media-types/${mediaType}`,
    license: licence.id,
    ...(conformsTo[ending] ? { conformsTo: conformsTo[ending] } : {}),
  }
}

const modifiedAt = ({ newest, openedAt }: Catalogued) => newest ?? openedAt

function publisherOf({ name, website, addresses }: Catalogued) {
  return {
    '@id': `${addresses.register}#publisher`,
    '@type': 'foaf:Organization',
    'foaf:name': name,
    ...(website ? { homepage: website } : {}),
  }
}

const language = 'http://publications.europa.eu/resource/authority/language/ENG'

const term = (name: string) => ({ '@id': name, '@type': '@id' })
const moment = (name: string) => ({ '@id': name, '@type': 'xsd:dateTime' })
const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  title: { '@id': 'dct:title', '@language': 'en' },
  description: { '@id': 'dct:description', '@language': 'en' },
  keyword: { '@id': 'dcat:keyword', '@language': 'en' },
  identifier: 'dct:identifier',
  homepage: term('foaf:homepage'),
  page: term('foaf:page'),
  language: term('dct:language'),
  license: term('dct:license'),
  accrualPeriodicity: term('dct:accrualPeriodicity'),
  conformsTo: term('dct:conformsTo'),
  landingPage: term('dcat:landingPage'),
  accessURL: term('dcat:accessURL'),
  downloadURL: term('dcat:downloadURL'),
  mediaType: term('dcat:mediaType'),
  hasEmail: term('vcard:hasEmail'),
  fn: 'vcard:fn',
  issued: moment('dct:issued'),
  modified: moment('dct:modified'),
  startDate: moment('dcat:startDate'),
  temporal: 'dct:temporal',
  publisher: 'dct:publisher',
  contactPoint: 'dcat:contactPoint',
  dataset: 'dcat:dataset',
  distribution: 'dcat:distribution',
}
