import type { UserId } from '@plaza/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';

/** Opens the one conversation with somebody. */
export function useOpenDirect(): (userId: UserId) => void {
  const toasts = useToasts();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: (userId: UserId) => plaza.channels.openDirect({ body: { userId } }),
    onSuccess: (channel) => void navigate({ to: '/messages/$channelId', params: { channelId: channel.id } }),
    onError: toasts.complain,
  });
  return mutate;
}
