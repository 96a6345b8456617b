import type { Feature } from '../feature.js';
import { settingsRoutes } from './settings.routes.js';

export { AccountMenu, useAccountItems } from './account-menu.js';
export { settingsRoute } from './settings.routes.js';
export { SettingsSection } from './settings-section.js';
export { useAccountSaved } from './use-account-saved.js';

export const settings = { routes: settingsRoutes } satisfies Feature;
