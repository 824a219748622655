import { monthNamed } from '#src/domain/dates.ts'

/** What a text looks like at a glance, for telling headings from contents and one column from another. */
export const looks = {
  date: (text: string) =>
    /^\d{4}(-\d\d){0,2}( \d\d:\d\d)?$/.test(text) ||
    /^\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})$/.test(text) ||
    /^\d{1,2}[./-]\d{4}$/.test(text) ||
    text.split(/[\s/-]+/).some(word => monthNamed(word) !== undefined && /\d/.test(text) && text.length < 30),
  money: (text: string) => /[£]\s?-?\d/.test(text) || /^\(?-?\d{1,3}(,\d{3})+(\.\d+)?\)?$/.test(text),
  number: (text: string) => /^-?\d+(\.\d+)?$/.test(text),
  yesNo: (text: string) => /^(y|n|yes|no|✓|✔|✗|✘|x|☒|☐|☑|true|false)\b|^[✓✔✗✘☒☐☑]/i.test(text),
  link: (text: string) => /^(https?:\/\/|www\.)\S+$/i.test(text),
  councillor: (text: string) => /\b(cllrs?|councillors?|ald(erman)?)\b\.?\s+\p{Lu}/iu.test(text),
  post: (text: string) => postWords.test(text),
  body: (text: string) => bodyWords.test(text),
  service: (text: string) => serviceWords.test(text),
}

const postWords =
  /\b(head of|director|manager|officer|chief|executive|lead for|team leader|co-?ordinator|clerk|solicitor|secretary|commander|adviser|advisor)\b/i
const serviceWords =
  /\b(services?|housing|planning|environment|finance|financial|legal|democratic|property|communit(y|ies)|culture|leisure|education|care|health|wellbeing|development|regeneration|economy|growth|transport|highways|resources|governance|policy|performance|safety|licensing|communications|children|adults?|families|assets|procurement|customers?|strategy|partnerships?|libraries|heritage|arts|sport|parks|waste|skills|learning|commissioning|insight|digital)\b/i
const bodyWords =
  /\b(council|nhs|police|trust|college|university|university of|fire and rescue|fire & rescue|probation|association|forum|cvs|ltd|limited|plc|cic|agency|icb|ccg|housing|chamber|authority|partnership|board|federation|foundation|society|group|charity|service|constabulary)\b/i

/** Whether a cell can hardly be a heading: a date, an amount, a link, a councillor, a yes or no, or a long text. */
export function looksLikeContent(text: string): boolean {
  if (!text) return false
  if (text.length > 150) return true
  if (/^(20\d\d\s*[/–-]\s*\d{2,4})$/.test(text)) return false
  return (
    looks.date(text) ||
    looks.money(text) ||
    looks.number(text) ||
    looks.link(text) ||
    looks.councillor(text) ||
    /^(y|n|yes|no|n\/a|tbc|none|nil)$/i.test(text)
  )
}
