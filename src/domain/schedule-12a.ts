/**
 * The reasons for which part of a report may be kept from the public, by their paragraph of Schedule 12A to the Local
 * Government Act 1972, in our own words.
 */
export const exemptParagraphs: Readonly<Record<string, string>> = {
  '1': 'Paragraph 1: it is about a particular person',
  '2': 'Paragraph 2: it would show who a particular person is',
  '3': 'Paragraph 3: it is about someone’s financial or business affairs, ours included',
  '4': 'Paragraph 4: it is about talks with staff or unions over employment',
  '5': 'Paragraph 5: it is legal advice that the law protects',
  '6': 'Paragraph 6: it shows that we mean to give a notice or make an order',
  '7': 'Paragraph 7: it is about preventing, investigating or prosecuting crime',
}
