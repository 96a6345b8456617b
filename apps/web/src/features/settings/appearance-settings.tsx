import { useLanguage, useText } from '../../catalogue/catalogue.js';
import { type Language, languages } from '../../catalogue/languages.js';
import { SelectField } from '../../ui/field.js';
import { chooseTheme, themes, useTheme } from '../../ui/theme.js';
import { SettingsSection } from './settings-section.js';

const languageCodes = Object.keys(languages) as Language[];

/** Theme and language of this browser. */
export function AppearanceSettings() {
  const text = useText().settings;
  const theme = useTheme();
  const { language, choose } = useLanguage();
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
        options={languageCodes.map((value) => ({ value, label: languages[value] }))}
        onChoose={(value) => choose(languageCodes.find((one) => one === value) ?? 'en')}
      />
    </SettingsSection>
  );
}
