import { describesBounds } from '../suites/bounds.suite.js';
import { describesCommands } from '../suites/commands.suite.js';
import { describesTelling } from '../suites/frames.suite.js';
import { describesOpening } from '../suites/opening.suite.js';
import { describesRights } from '../suites/rights.suite.js';
import { type Connect, Stage } from './stage.js';

/** What both gateways promise. */
export function describesGateway(connect: Connect): Stage {
  const stage = new Stage(connect);
  describesOpening(stage);
  describesTelling(stage);
  describesRights(stage);
  describesCommands(stage);
  describesBounds(stage);
  return stage;
}
