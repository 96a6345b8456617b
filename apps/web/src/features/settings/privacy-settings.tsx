import type { Account } from '@plaza/contract';
import { useMutation } from '@tanstack/react-query';
import { plaza } from '../../app/plaza.js';
import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { SelectField } from '../../components/field.js';
import { useToasts } from '../../components/toasts.js';
import styles from './settings-screen.module.css';
import { useAccountSaved } from './use-update-account.js';

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
    mutationFn: (body: Partial<Pick<Account, 'isPrivate' | 'directMessages'>>) =>
      plaza.users.updateMe({ body }),
    onSuccess: saved,
    onError: toasts.complain,
  });
  if (!viewer) return null;
  return (
    <section className={styles.section}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={viewer.isPrivate}
          onChange={(event) => mutate({ isPrivate: event.target.checked })}
        />
        <span>
          {text.isPrivate}
          <br />
          <span className={styles.soft}>{text.isPrivateHint}</span>
        </span>
      </label>
      <SelectField
        label={text.directMessages}
        value={viewer.directMessages ?? ''}
        options={[
          { value: '', label: text.directMessageRules.default },
          ...rules.map((value) => ({ value, label: text.directMessageRules[value] })),
        ]}
        onChoose={(value) => mutate({ directMessages: rules.find((rule) => rule === value) ?? null })}
      />
    </section>
  );
}
