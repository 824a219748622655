/** The terms all open data is published under (REG-5). */
export const licence = {
  id: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  name: 'Open Government Licence v3.0',
} as const
