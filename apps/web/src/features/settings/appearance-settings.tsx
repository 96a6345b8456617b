import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLanguage, useText } from '../../catalogue/catalogue.js';
import { languages, nameOf } from '../../catalogue/languages.js';
import { plaza } from '../../client/plaza.js';
import { viewerQuery } from '../../client/viewer.js';
import { SelectField } from '../../ui/field.js';
import { chooseTheme, themes, useTheme } from '../../ui/theme.js';
import { useToasts } from '../../ui/toasts.js';
import { SettingsSection } from './settings-section.js';

/** Theme and language of this browser. */
export function AppearanceSettings() {
  const text = useText().settings;
  const theme = useTheme();
  const { language } = useLanguage();
  const choose = useLanguageChoice();
  return (
    <SettingsSection>
      <SelectField
        label={text.theme}
        value={theme}
        options={themes.map((value) => ({ value, label: text.themes[value] }))}
        onChoose={(value) => chooseTheme(themes.find((one) => one === value) ?? 'system')}
      />
      <SelectField
        label={text.language}
        value={language}
        options={languages.map((value) => ({ value, label: nameOf(value) }))}
        onChoose={choose}
      />
    </SettingsSection>
  );
}

/** Chooses for this browser, and for the e-mails to this account. */
function useLanguageChoice(): (language: string) => void {
  const { choose } = useLanguage();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (locale: string) => plaza.users.updateMe({ body: { locale } }),
    onSuccess: (account) => queryClient.setQueryData(viewerQuery.queryKey, account),
    onError: toasts.showError,
  });
  return (language) => {
    choose(language);
    mutate(language);
  };
}
