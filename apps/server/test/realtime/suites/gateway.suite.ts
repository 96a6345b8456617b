import { type Connect, Stage } from '../support/stage.js';
import { describesBounds } from './bounds.suite.js';
import { describesCommands } from './commands.suite.js';
import { describesFrames } from './frames.suite.js';
import { describesHandshake } from './handshake.suite.js';
import { describesRights } from './rights.suite.js';

/** What both gateways promise. */
export function describesGateway(connect: Connect): Stage {
  const stage = new Stage(connect);
  describesHandshake(stage);
  describesFrames(stage);
  describesRights(stage);
  describesCommands(stage);
  describesBounds(stage);
  return stage;
}
