import type { Account } from '@plaza/contract';
import { useMutation } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { SelectField } from '../../ui/field.js';
import { useToasts } from '../../ui/toasts.js';
import styles from './privacy-settings.module.css';
import { SettingsSection } from './settings-section.js';
import { useAccountSaved } from './use-account-saved.js';

const rules = [
  'everyone',
  'followers',
  'mutuals',
  'connections',
  'mutuals-or-connections',
  'nobody',
] as const satisfies NonNullable<Account['directMessages']>[];

export function PrivacySettings() {
  const text = useText().settings;
  const viewer = useViewer();
  const saved = useAccountSaved();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (body: Partial<Pick<Account, 'isPrivate' | 'sharesMarks' | 'directMessages'>>) =>
      plaza.users.updateMe({ body }),
    onSuccess: saved,
    onError: toasts.showError,
  });
  if (!viewer) return null;
  return (
    <SettingsSection>
      <Switch
        label={text.isPrivate}
        hint={text.isPrivateHint}
        isOn={viewer.isPrivate}
        onChange={(isPrivate) => mutate({ isPrivate })}
      />
      <Switch
        label={text.sharesMarks}
        hint={text.sharesMarksHint}
        isOn={viewer.sharesMarks}
        onChange={(sharesMarks) => mutate({ sharesMarks })}
      />
      <SelectField
        label={text.directMessages}
        value={viewer.directMessages ?? ''}
        options={[
          { value: '', label: text.directMessageRules.default },
          ...rules.map((value) => ({ value, label: text.directMessageRules[value] })),
        ]}
        onChoose={(value) => mutate({ directMessages: rules.find((rule) => rule === value) ?? null })}
      />
    </SettingsSection>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Switch({ label, hint, isOn, onChange }: SwitchProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        <br />
        <span className={styles.soft}>{hint}</span>
      </span>
    </label>
  );
}
