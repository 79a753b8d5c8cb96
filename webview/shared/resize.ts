/** Calls back with an element's width whenever it changes: pictures are drawn to the pixel. */
export function onResize(observed: Element, resized: (width: number) => void): void {
  let last = 0;
  const observer = new ResizeObserver((entries) => {
    const width = Math.floor(entries.at(-1)?.contentRect.width ?? 0);
    if (width <= 0 || width === last) return;
    last = width;
    resized(width);
  });
  observer.observe(observed);
}
