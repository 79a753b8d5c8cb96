import { svgElement, type Attributes } from '../elements.js';

/** A line of text in a picture. */
export function svgText(text: string, attributes: Attributes): SVGTextElement {
  const made = svgElement('text', attributes);
  made.textContent = text;
  return made;
}
