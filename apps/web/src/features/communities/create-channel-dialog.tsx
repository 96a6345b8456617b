import type { Community } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { communityChannelsQuery } from '../channels/index.js';

export function CreateChannelDialog({ community, onClose }: { community: Community; onClose: () => void }) {
  const text = useText().communities;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const form = useForm(
    ({ name = '', topic = '' }) =>
      plaza.channels.create({ params: { communityId: community.id }, body: { type: 'text', name, topic } }),
    async (channel) => {
      await queryClient.invalidateQueries({ queryKey: communityChannelsQuery(community.id).queryKey });
      onClose();
      void navigate({
        to: '/c/$handle/$channelId',
        params: { handle: community.handle, channelId: channel.id },
      });
    },
  );
  return (
    <Dialog title={text.createChannel} isOpen onClose={onClose}>
      <Form state={form} action={text.createChannel}>
        <TextField
          label={text.channelName}
          name="name"
          required
          maxLength={limits.channelName}
          error={form.errorAt('name')}
        />
        <TextField
          label={text.channelTopic}
          name="topic"
          maxLength={limits.channelTopic}
          error={form.errorAt('topic')}
        />
      </Form>
    </Dialog>
  );
}
