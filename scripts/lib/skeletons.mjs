/** By kind: the files of a skeleton with their text, and what is to be edited by hand afterwards. */
export const skeletons = { module: moduleSkeleton };

function moduleSkeleton(name) {
  const area = camelCase(name);
  const Area = area[0].toUpperCase() + area.slice(1);
  const contract = `packages/contract/src/${name}/operations.ts`;
  const server = `apps/server/src/modules/${name}`;
  return {
    files: {
      [contract]: `import { z } from 'zod';
import { operation } from '../operation.js';
import { UserId } from '../scalars.js';

export const ${area} = {
  get: operation({
    method: 'GET',
    path: '/${name}',
    summary: 'TODO: what it answers, in words for developers of clients',
    access: 'user',
    scope: null,
    limit: 'read',
    status: 200,
    response: z.object({ viewerId: UserId }),
    errors: [],
  }),
};
`,
      [`${server}/index.ts`]: `import { Module } from '@nestjs/common';
import { ${Area}Controller } from './${name}.controller.js';
import { ${Area}Service } from './${name}.service.js';

export const ${area}Controllers = [${Area}Controller] as const;

/** TODO: what this module is for, in one sentence. */
@Module({ providers: [...${area}Controllers, ${Area}Service] })
export class ${Area}Module {}
`,
      [`${server}/${name}.controller.ts`]: `import { Injectable } from '@nestjs/common';
import { ${area} } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { ${Area}Service } from './${name}.service.js';

@Injectable()
export class ${Area}Controller {
  constructor(private readonly ${area}: ${Area}Service) {}

  @HandleOperation(${area}.get)
  async get({ viewer }: OperationCall<typeof ${area}.get>) {
    return this.${area}.get(viewer);
  }
}
`,
      [`${server}/${name}.service.ts`]: `import { Injectable } from '@nestjs/common';
import type { SignedInViewer } from '../../platform/http/viewer.js';

@Injectable()
export class ${Area}Service {
  /** TODO: policy, one transaction, its events. Errors: none. */
  get(viewer: SignedInViewer) {
    return { viewerId: viewer.userId };
  }
}
`,
      [`apps/server/test/${name}/${name}.test.ts`]: `import { expect, it } from 'vitest';
import { World } from '../support/world.js';

const world = await World.open();

it('TODO: a sentence about what a person sees', async () => {
  const ada = await world.person('ada');
  expect(await ada.api.${area}.get()).toEqual({ viewerId: ada.id });
});
`,
    },
    next: [
      `packages/contract/src/operations.ts: import ${area} from './${name}/operations.js' and add it to operations`,
      `packages/contract/src/index.ts: export * from './${name}/operations.js'`,
      `apps/server/src/app.module.ts: add ${Area}Module behind the modules that it imports, and ${area}Controllers to the controllers`,
      `scripts/lib/boundary-rules.mjs: name the modules that ${name} may import`,
      'apps/server/test/sweep/samples.ts: add a valid request for each operation',
      'npm run generate --workspace @plaza/contract',
    ],
  };
}

function camelCase(name) {
  return name.replace(/-([a-z])/g, (_match, letter) => letter.toUpperCase());
}
