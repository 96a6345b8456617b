import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { SelectField, TextArea, TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { Screen } from '../../ui/screen.js';
import { communityListKey } from './communities.queries.js';

const visibilities = ['public', 'private', 'secret'] as const;

export function CreateCommunityScreen() {
  const text = useText();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [visibility, setVisibility] = useState<(typeof visibilities)[number]>('public');
  const form = useForm(
    ({ name = '', handle = '', description = '' }) =>
      plaza.communities.create({
        body: { kind: 'guild', name, description, visibility, ...(handle && { handle }) },
      }),
    async (community) => {
      await queryClient.invalidateQueries({ queryKey: communityListKey });
      void navigate({ to: '/c/$handle', params: { handle: community.handle } });
    },
  );
  const handleError = form.code === 'handle_taken' ? text.communities.handleTaken : form.errorAt('handle');
  return (
    <Screen title={text.navigation.createCommunity}>
      <Form
        state={form}
        error={form.code === 'handle_taken' ? null : form.error}
        action={text.communities.create}
      >
        <TextField
          label={text.communities.name}
          name="name"
          required
          maxLength={limits.communityName}
          error={form.errorAt('name')}
        />
        <TextField
          label={text.communities.handle}
          name="handle"
          hint={text.communities.handleHint}
          maxLength={limits.communityHandle}
          autoCapitalize="none"
          error={handleError}
        />
        <TextArea
          label={text.communities.description}
          name="description"
          maxLength={limits.communityDescription}
          error={form.errorAt('description')}
        />
        <SelectField
          label={text.communities.visibility}
          value={visibility}
          hint={text.communities.visibilityHints[visibility]}
          options={visibilities.map((value) => ({ value, label: text.communities.visibilities[value] }))}
          onChoose={(value) => setVisibility(visibilities.find((one) => one === value) ?? 'public')}
        />
      </Form>
    </Screen>
  );
}
