import { element, setAttribute } from './elements.js';

/** A part that scrolls sideways where the page is too narrow for it; then, and only then, it is a stop for the keyboard. */
export function scrollRegion(label: string, content: HTMLElement): HTMLElement {
  const region = element('div', { class: 'scroll', role: 'region', 'aria-label': label }, content);
  const observer = new ResizeObserver(() => {
    setAttribute(region, 'tabindex', region.scrollWidth > region.clientWidth ? 0 : null);
  });
  observer.observe(region);
  observer.observe(content);
  return region;
}
