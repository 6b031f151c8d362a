// How Teams draws cards in its three themes, as host configs for the renderer. What one could get wrong: these are the
// palest colours Teams is known to use, on purpose; a card that reads here reads in every client.
//
// Sources: spacing, type and colours of light and dark are those Microsoft publishes as microsoft-teams-light.json and
// microsoft-teams-dark.json (microsoft/Teams-AdaptiveCards-Mobile, samples/HostConfig), which the Microsoft 365 Agents
// Playground uses too. High contrast is not published: Teams draws every text colour there as plain white
// (MicrosoftDocs/msteams-docs issue 13042), so colour carries nothing.

export const THEMES = { light: 'Light', dark: 'Dark', contrast: 'High contrast' } as const;
export type Theme = keyof typeof THEMES;

/** Card widths in CSS pixels: a chat on a desktop, and the narrowest phone. */
export const WIDTHS = new Map([
  [640, 'desktop, 640 pixels'],
  [320, 'phone, 320 pixels'],
]);

interface Palette {
  /** Text of each colour: plain, subtle. Eight digits are alpha first, as the renderer reads them. */
  text: Record<'default' | 'dark' | 'light' | 'accent' | 'good' | 'warning' | 'attention', [string, string]>;
  /** Text on a coloured ground, where a theme changes it. */
  onColour?: [string, string];
  grounds: Record<'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>;
  line: string;
}

const palettes: Record<Theme, Palette> = {
  light: {
    text: {
      default: ['#252424', '#bf252424'],
      dark: ['#252424', '#bf252424'],
      light: ['#ffffff', '#f3f2f1'],
      accent: ['#6264a7', '#8b8cc7'],
      good: ['#92c353', '#e592c353'],
      warning: ['#f8d22a', '#e5f8d22a'],
      attention: ['#c4314b', '#e5c4314b'],
    },
    grounds: {
      default: '#ffffff',
      emphasis: '#f9f8f7',
      accent: '#c7def9',
      good: '#ccffcc',
      warning: '#ffe2b2',
      attention: '#ffc5b2',
    },
    line: '#e1dfdd',
  },
  dark: {
    text: {
      default: ['#ffffff', '#bfffffff'],
      dark: ['#201f1f', '#2d2c2c'],
      light: ['#ffffff', '#bfffffff'],
      accent: ['#a6a7dc', '#8b8cc7'],
      good: ['#92c353', '#e592c353'],
      warning: ['#f8d22a', '#e5f8d22a'],
      attention: ['#d74654', '#e5d74654'],
    },
    onColour: ['#201f1f', '#2d2c2c'],
    grounds: {
      default: '#2d2c2c',
      emphasis: '#292828',
      accent: '#c7def9',
      good: '#ccffcc',
      warning: '#ffe2b2',
      attention: '#ffc5b2',
    },
    line: '#484644',
  },
  contrast: {
    text: {
      default: ['#ffffff', '#ffffff'],
      dark: ['#ffffff', '#ffffff'],
      light: ['#ffffff', '#ffffff'],
      accent: ['#ffffff', '#ffffff'],
      good: ['#ffffff', '#ffffff'],
      warning: ['#ffffff', '#ffffff'],
      attention: ['#ffffff', '#ffffff'],
    },
    grounds: {
      default: '#000000',
      emphasis: '#000000',
      accent: '#000000',
      good: '#000000',
      warning: '#000000',
      attention: '#000000',
    },
    line: '#ffffff',
  },
};

/** The host config of a theme, as the `adaptivecards` renderer takes it. */
export function hostConfig(theme: Theme): Record<string, unknown> {
  const palette = palettes[theme];
  const containerStyles = Object.fromEntries(
    Object.entries(palette.grounds).map(([name, backgroundColor]) => {
      const coloured = name !== 'default' && name !== 'emphasis';
      return [name, { backgroundColor, borderColor: palette.line, foregroundColors: texts(palette, coloured) }];
    }),
  );
  const type = {
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
  const fact = { size: 'Default', color: 'Default', isSubtle: false, wrap: true };
  return {
    choiceSetInputValueSeparator: ',',
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    fontTypes: {
      default: { ...type, fontFamily: "'Segoe UI', 'Liberation Sans', Arial, sans-serif" },
      monospace: { ...type, fontFamily: "'Courier New', monospace" },
    },
    textStyles: {
      heading: { fontType: 'default', size: 'large', weight: 'bolder', color: 'default', isSubtle: false },
    },
    textBlock: { headingLevel: 2 },
    containerStyles,
    actions: {
      maxActions: 6,
      spacing: 'Default',
      buttonSpacing: 8,
      showCard: { actionMode: 'Inline', inlineTopMargin: 16, style: 'emphasis' },
      actionsOrientation: 'Horizontal',
      actionAlignment: 'Left',
    },
    adaptiveCard: { allowCustomStyle: false },
    imageSet: { imageSize: 'Medium', maxImageHeight: 100 },
    factSet: { title: { ...fact, weight: 'Bolder' }, value: { ...fact, weight: 'Default' }, spacing: 16 },
  };
}

function texts(palette: Palette, coloured: boolean): Record<string, { default: string; subtle: string }> {
  return Object.fromEntries(
    Object.entries(palette.text).map(([name, [plain, subtle]]) => {
      const [main, quiet] = coloured && name === 'default' ? (palette.onColour ?? [plain, subtle]) : [plain, subtle];
      return [name, { default: main, subtle: quiet }];
    }),
  );
}
