import { limits } from '@plaza/contract/limits';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { TextArea, TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { SettingsSection, useAccountSaved } from '../settings/index.js';

export function ProfileSettings() {
  const text = useText();
  const viewer = useViewer();
  const saved = useAccountSaved();
  const form = useForm(
    ({ displayName = '', bio = '', links = '' }) =>
      plaza.users.updateMe({
        body: { displayName, bio, links: links.split('\n').filter((line) => line.trim()) },
      }),
    saved,
  );
  if (!viewer) return null;
  const linkError = viewer.links.map((_, index) => form.errorAt(`links.${index}`)).find(Boolean);
  return (
    <SettingsSection>
      <Form state={form} action={text.common.save}>
        <TextField
          label={text.settings.displayName}
          name="displayName"
          defaultValue={viewer.displayName}
          maxLength={limits.displayName}
          required
          error={form.errorAt('displayName')}
        />
        <TextArea
          label={text.settings.bio}
          name="bio"
          defaultValue={viewer.bio}
          maxLength={limits.bio}
          error={form.errorAt('bio')}
        />
        <TextArea
          label={text.settings.links}
          name="links"
          hint={text.settings.linksHint({ count: limits.profileLinks })}
          defaultValue={viewer.links.join('\n')}
          error={form.errorAt('links') ?? form.errorAt('links.0') ?? linkError}
        />
      </Form>
    </SettingsSection>
  );
}
