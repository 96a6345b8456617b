import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import type { Tx } from '../../platform/database/database.js';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import { Listeners } from '../../platform/events/listeners.js';
import { Audience } from '../audience/index.js';
import { EntryDirectory } from '../entries/index.js';
import { ChannelDirectory } from '../messaging/index.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsWriter } from './notifications.writer.js';

/** What is undone this soon was a slip, and the row that told of it shrinks or goes. */
const UNDO_MS = 60 * 1000;

/** What happened elsewhere, told to those it concerns: never one's own acts, never what the recipient may not see. */
@Injectable()
export class NotificationsListeners implements OnModuleInit {
  constructor(
    private readonly listeners: Listeners,
    private readonly writer: NotificationsWriter,
    private readonly queries: NotificationsQueries,
    private readonly audience: Audience,
    private readonly entries: EntryDirectory,
    private readonly channels: ChannelDirectory,
  ) {}

  onModuleInit(): void {
    this.listeners.register('notifications', {
      'follow.requested': (tx, event) => this.followed(tx, event, 'follow_request'),
      'follow.created': (tx, event) =>
        event.subject.wasRequested ? this.accepted(tx, event) : this.followed(tx, event, 'follow'),
      'follow.deleted': (tx, event) => this.unfollowed(tx, event),
      'entry.created': (tx, event) => this.entryCreated(tx, event),
      'entry.updated': (tx, { subject }) => this.tellMentioned(tx, subject),
      'message.sent': (tx, event) => this.messageSent(tx, event),
      'channel.read': (tx, { subject }) => this.writer.readChannel(tx, subject.userId, subject.channelId),
      'session.revoked': (tx, event) => this.sessionRevoked(tx, event),
    });
  }

  private async followed(
    tx: Tx,
    { subject, at }: LoggedEventOf<'follow.requested'> | LoggedEventOf<'follow.created'>,
    type: 'follow' | 'follow_request',
  ): Promise<void> {
    const day = at.toISOString().slice(0, 10);
    await this.writer.tell(tx, [
      { recipientId: subject.followeeId, type, groupKey: day, actorId: subject.followerId },
    ]);
  }

  private async unfollowed(tx: Tx, { subject, at }: LoggedEventOf<'follow.deleted'>): Promise<void> {
    const since = new Date(subject.since);
    if (at.getTime() - since.getTime() > UNDO_MS) return;
    await this.writer.takeBack(tx, {
      recipientId: subject.followeeId,
      type: subject.wasRequest ? 'follow_request' : 'follow',
      actorId: subject.followerId,
      since,
    });
  }

  private async accepted(tx: Tx, { subject, at }: LoggedEventOf<'follow.created'>): Promise<void> {
    const day = at.toISOString().slice(0, 10);
    await this.writer.tell(tx, [
      {
        recipientId: subject.followerId,
        type: 'follow_accepted',
        groupKey: day,
        actorId: subject.followeeId,
      },
    ]);
  }

  private async entryCreated(tx: Tx, { subject }: LoggedEventOf<'entry.created'>): Promise<void> {
    const { entryId, parentId, authorId } = subject;
    const answered = parentId ? await this.entries.authorOf(parentId) : undefined;
    if (parentId && answered && answered !== authorId && (await this.audience.maySee(answered, entryId))) {
      await this.tellOfEntry(tx, 'comment', [answered], entryId, parentId, authorId);
    }
    await this.tellMentioned(tx, subject);
  }

  /** Those whom the text names, once each; whom it answers was told of that. */
  private async tellMentioned(
    tx: Tx,
    { entryId, parentId, authorId }: LoggedEventOf<'entry.created'>['subject'],
  ): Promise<void> {
    const mentioned = await this.entries.mentionedIn(entryId);
    if (mentioned.length === 0) return;
    const [answered, told, allowed] = await Promise.all([
      parentId ? this.entries.authorOf(parentId) : undefined,
      this.queries.toldOfMention(entryId),
      this.audience.whoMaySee(entryId, mentioned),
    ]);
    const rest = mentioned.filter(
      (id) => allowed.has(id) && !told.has(id) && id !== answered && id !== authorId,
    );
    await this.tellOfEntry(tx, 'mention', rest, entryId, entryId, authorId);
  }

  private async tellOfEntry(
    tx: Tx,
    type: 'comment' | 'mention',
    recipients: UserId[],
    entryId: EntryId,
    groupKey: EntryId,
    actorId: UserId,
  ): Promise<void> {
    await this.writer.tell(
      tx,
      recipients.map((recipientId) => ({ recipientId, type, groupKey, actorId, entryId })),
    );
  }

  private async messageSent(tx: Tx, { subject }: LoggedEventOf<'message.sent'>): Promise<void> {
    const { channelId, authorId } = subject;
    const recipients = await this.channels.messageRecipients(subject);
    await this.writer.tell(
      tx,
      recipients.map((recipientId) => ({
        recipientId,
        type: 'message' as const,
        groupKey: channelId,
        actorId: authorId,
        channelId,
      })),
    );
  }

  private async sessionRevoked(tx: Tx, { subject }: LoggedEventOf<'session.revoked'>): Promise<void> {
    if (subject.reason !== 'token_reused') return;
    await this.writer.tell(tx, [
      {
        recipientId: subject.userId,
        type: 'security',
        groupKey: subject.sessionIds.join(' '),
        actorId: null,
        reason: subject.reason,
      },
    ]);
  }
}
