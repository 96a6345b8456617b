const LONGEST_MS = 2_000;

/** Puts the focus on the first such element in sight as soon as it is there; gives up after a while. */
export function focusSoon(selector: string): void {
  const end = performance.now() + LONGEST_MS;
  const look = () => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.checkVisibility());
    if (found) found.focus();
    else if (performance.now() < end) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
