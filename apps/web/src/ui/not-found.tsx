import { useText } from '../catalogue/catalogue.js';
import { DeadEnd } from './error-page.js';

/** An address that leads nowhere. */
export function NotFound() {
  const { errors } = useText();
  return (
    <DeadEnd title={errors.notFoundTitle}>
      <p>{errors.noSuchPage}</p>
    </DeadEnd>
  );
}
