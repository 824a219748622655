import { SaxesParser } from 'saxes'

/** An element of an XML file as the tests look at it. */
export type Element = {
  name: string
  attributes: Record<string, string>
  text: string
  /** The children of this name. */
  all(name: string): Element[]
  /** The one child of this name. @throws where there is none or more than one */
  one(name: string): Element
}

/** The root of an XML file. @throws where it is not well formed */
export function wellFormed(xml: string): Element {
  const parser = new SaxesParser()
  const root = element('', {})
  const open = [root]
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const child = element(name, attributes as Record<string, string>)
    open.at(-1)!.children.push(child)
    open.push(child)
  })
  const say = (text: string) => {
    open.at(-1)!.text += text
  }
  parser.on('text', say)
  parser.on('cdata', say)
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(xml).close()
  return root.children[0]!
}

function element(name: string, attributes: Record<string, string>) {
  const children: (Element & { children: Element[] })[] = []
  return {
    name,
    attributes,
    text: '',
    children,
    all: (wanted: string) => children.filter(child => child.name === wanted),
    one(wanted: string) {
      const found = children.filter(child => child.name === wanted)
      if (found.length !== 1) throw new Error(`${found.length} of ${wanted} in ${name}`)
      return found[0]!
    },
  }
}
