/** Whether fingers are what this device is used with: there is no hovering, and a focus opens a keyboard. */
export function hasTouch(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
