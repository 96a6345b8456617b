import type { Community } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from '../../app/form.js';
import { plaza } from '../../app/plaza.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { TextField } from '../../components/field.js';
import { FormError } from '../../components/form-error.js';
import { communityChannelsQuery } from './community-queries.js';

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
      <FormError error={form.error} />
      <form className="form" onSubmit={form.submit}>
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
        <Button look="primary" type="submit" disabled={form.isSending}>
          {text.createChannel}
        </Button>
      </form>
    </Dialog>
  );
}
