import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/router.js';
import { CatalogueProvider } from './catalogue/catalogue.js';
import { loadCatalogue, preferredLanguage } from './catalogue/languages.js';
import { queryClient } from './client/query-client.js';
import { applyTheme } from './ui/theme.js';
import { ToastsProvider } from './ui/toasts.js';

applyTheme();
void show();

async function show(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no root element');
  const language = preferredLanguage();
  const text = await loadCatalogue(language);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <CatalogueProvider language={language} text={text}>
          <ToastsProvider>
            <RouterProvider router={router} />
          </ToastsProvider>
        </CatalogueProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
