import { Injectable } from '@nestjs/common';
import type { ChannelId } from '@plaza/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';
import '../messaging.tables.js';
import { type OverwriteRow, type OverwriteTarget, targetOf } from './overwrites.queries.js';

@Injectable()
export class OverwriteRows {
  async put(tx: Tx, rule: OverwriteRow): Promise<void> {
    const { type, id } = targetOf(rule);
    await sql`
      insert into overwrites (channel_id, target_type, role_id, user_id, allow, deny)
      values (
        ${rule.channelId}, ${type}, ${type === 'role' ? id : null}, ${type === 'member' ? id : null},
        ${rule.allow}, ${rule.deny}
      )
      on conflict (channel_id, role_id, user_id) do update
      set allow = excluded.allow, deny = excluded.deny
    `.execute(tx);
  }

  async delete(tx: Tx, channelId: ChannelId, target: OverwriteTarget): Promise<void> {
    const rows = tx.deleteFrom('overwrites').where('channel_id', '=', channelId);
    await (target.type === 'role'
      ? rows.where('role_id', '=', target.id)
      : rows.where('user_id', '=', target.id)
    ).execute();
  }
}
