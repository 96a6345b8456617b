import type { ChannelId, CommunityId, EntryId, MessageId, NotificationId, RoleId } from '@plaza/contract';
import { eventually, type Person, type World } from '../support/world.js';

/** One of everything, for requests that have to name something that is there. */
export interface Scene {
  ada: Person;
  bob: Person;
  postId: EntryId;
  commentId: EntryId;
  communityId: CommunityId;
  roleId: RoleId;
  channelId: ChannelId;
  messageId: MessageId;
  notificationId: NotificationId;
}

/** Ada has written, founded and said something; Bob has answered and joined. */
export async function setScene(world: World): Promise<Scene> {
  const [ada, bob] = await Promise.all([world.person('ada'), world.person('bob')]);
  await world.befriend(ada, bob);
  const post = await ada.api.posts.create({ body: { title: 'A post', body: 'About something' } });
  const comment = await bob.api.entries.comment({
    params: { entryId: post.id },
    body: { body: 'An answer' },
  });
  const community = await ada.api.communities.create({ body: { kind: 'guild', name: 'A guild' } });
  const params = { communityId: community.id };
  await bob.api.communities.join({ params });
  const role = await ada.api.roles.create({ params, body: { name: 'A role' } });
  const channel = await ada.api.channels.create({ params, body: { type: 'text', name: 'A channel' } });
  const message = await ada.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Hello' } });
  const notification = await eventually(async () => {
    const [first] = (await ada.api.notifications.list()).items;
    if (!first) throw new Error('Nobody was notified yet');
    return first;
  });
  return {
    ada,
    bob,
    postId: post.id,
    commentId: comment.id,
    communityId: community.id,
    roleId: role.id,
    channelId: channel.id,
    messageId: message.id,
    notificationId: notification.id,
  };
}
