import type { Audience } from '@plaza/contract';
import { useText } from '../../catalogue/catalogue.js';
import styles from './audience-choice.module.css';

const choices: Audience[] = ['public', 'followers', 'mentioned'];

interface AudienceChoiceProps {
  value: Audience;
  onChoose: (audience: Audience) => void;
}

/** Who may see it. */
export function AudienceChoice({ value, onChoose }: AudienceChoiceProps) {
  const text = useText().entries;
  return (
    <select
      className={styles.choice}
      aria-label={text.audience}
      value={value}
      onChange={(event) => {
        const chosen = choices.find((audience) => audience === event.target.value);
        if (chosen) onChoose(chosen);
      }}
    >
      {choices.map((audience) => (
        <option key={audience} value={audience}>
          {text.audiences[audience]}
        </option>
      ))}
    </select>
  );
}
