import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Message, messageAbilities, type SharedMessage } from '@plaza/contract';
import { UserDirectory } from '../../identity/index.js';
import {
  type KnownForViews,
  MessageParts,
  type MessageViewer,
  type SharedMessagePart,
  type ViewerMessagePart,
} from './message-parts.js';
import type { MessageRow } from './messages.repository.js';

const NO_ABILITIES = { edit: false, delete: false };

/** Message rows as the contract shows them: the row itself and the registered parts, which are loaded side by side. */
@Injectable()
export class MessagesViews implements OnModuleInit {
  constructor(
    private readonly parts: MessageParts,
    private readonly users: UserDirectory,
  ) {}

  onModuleInit(): void {
    this.parts.register((rows, known) => this.authors(rows, known));
    this.parts.registerForViewer(abilities);
  }

  /** Messages of one channel for one viewer: one view per row, in their order. */
  async messages(rows: MessageRow[], viewer: MessageViewer & KnownForViews): Promise<Message[]> {
    const [shared, viewerFieldsOf] = await Promise.all([
      this.shared(rows, viewer),
      this.parts.loadForViewer(rows, viewer),
    ]);
    return rows.map((row, index) => {
      const view = {
        ...shared[index],
        nonce: row.author_id === viewer.viewerId ? row.nonce : null,
        viewer: viewerFieldsOf(row),
      };
      return view as Message;
    });
  }

  async message(row: MessageRow, viewer: MessageViewer & KnownForViews): Promise<Message> {
    const [view] = await this.messages([row], viewer);
    if (!view) throw new Error(`The message ${row.id} has no view`);
    return view;
  }

  /** Messages as they are for everybody who may read them: one view per row, in their order. */
  async shared(rows: MessageRow[], known: KnownForViews = {}): Promise<SharedMessage[]> {
    const fieldsOf = await this.parts.loadShared(rows, known);
    // Which fields there are is decided by what is registered; the contract is checked where views leave the server.
    return rows.map((row) => ({ ...ownFields(row), ...fieldsOf(row) }) as SharedMessage);
  }

  private async authors(
    ...[rows, { people = [] }]: Parameters<SharedMessagePart>
  ): ReturnType<SharedMessagePart> {
    const known = new Map(people.map((person) => [person.id, person]));
    const unknown = rows.map((row) => row.author_id).filter((id) => !known.has(id));
    const found = await this.users.summaries(unknown);
    return ({ id, author_id }) => {
      const author = known.get(author_id) ?? found.get(author_id);
      if (!author) throw new Error(`The message ${id} has no author`);
      return { author };
    };
  }
}

const abilities: ViewerMessagePart = async (_rows, { viewerId, permissions }) => {
  const ofAuthor = messageAbilities(permissions, true);
  const ofOthers = messageAbilities(permissions, false);
  return ({ author_id, deleted_at }) => {
    if (deleted_at !== null) return { can: NO_ABILITIES };
    return { can: author_id === viewerId ? ofAuthor : ofOthers };
  };
};

function ownFields(row: MessageRow): Omit<SharedMessage, 'author'> {
  return {
    id: row.id,
    channelId: row.channel_id,
    ordinal: row.ordinal,
    body: row.body,
    replyTo: row.reply_to,
    nonce: null,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
