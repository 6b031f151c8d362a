// What the previewer's pages load besides the renderer: styles, and two small scripts. What one could get wrong: the
// renderer brings no look for buttons and inputs; theirs is drawn here after Teams, and is not part of any card.

/** The look of the previewer's own pages. */
export const PAGE_CSS = `
:root { color-scheme: light dark; font: 16px/1.5 'Segoe UI', system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
main { padding: 1.5rem; max-width: 110rem; }
h1 { margin: 0.5rem 0; overflow-wrap: anywhere; } h2 { margin: 1.5rem 0 0.25rem; }
a { color: LinkText; display: inline-block; min-height: 24px; }
a:focus-visible, iframe:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
nav { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; }
.cards { padding-left: 1.25rem; }
.note, .faults { border-left: 4px solid; padding: 0.25rem 0.75rem; margin: 0.5rem 0; list-style: none; }
.frames { display: flex; flex-wrap: wrap; gap: 1.5rem 2rem; align-items: flex-start; }
figure { margin: 0; max-width: 100%; min-width: 0; } .scroll { overflow-x: auto; } iframe { border: 0; display: block; }
`;

/** The look of one card alone: the message ground, and Teams' buttons and inputs. */
export const CARD_CSS = `
.light { --ground:#f5f5f5; --face:#fff; --text:#252424; --edge:#d1d1d1; --box:#fff; --field:#616161; --main:#5b5fc7; --onMain:#fff; --alarm:#c4314b; }
.dark, .contrast { color-scheme: dark; }
.dark { --ground:#1f1f1f; --face:#2d2c2c; --text:#fff; --edge:#666; --box:#201f1f; --field:#adadad; --main:#7f85f5; --onMain:#000; --alarm:#e37d80; }
.contrast { --ground:#000; --face:#000; --text:#fff; --edge:#fff; --box:#000; --field:#fff; --main:#1aebff; --onMain:#000; --alarm:#fff; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.4 'Segoe UI', 'Liberation Sans', Arial, sans-serif; }
main { box-sizing: border-box; max-width: 100%; }
#card > .ac-adaptiveCard { border: 1px solid var(--edge); border-radius: 6px; box-sizing: border-box; overflow: hidden; }
::placeholder { color: var(--field); opacity: 1; }
#sent:empty { display: none; } #sent { margin: 8px; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.ac-pushButton { font: inherit; font-weight: 600; line-height: 20px; color: var(--text); background: var(--face); border: 1px solid var(--edge); border-radius: 4px; padding: 5px 12px; min-height: 32px; cursor: pointer; }
.ac-pushButton.style-positive { background: var(--main); border-color: var(--main); color: var(--onMain); }
.ac-pushButton.style-destructive { color: var(--alarm); border-color: var(--alarm); }
.ac-actionSet, .ac-actionSet > div { flex-wrap: wrap; gap: 8px; } .ac-actionSet div:empty { display: none; }
.ac-pushButton > div { white-space: normal !important; }
.ac-input { font: inherit; color: var(--text); background: var(--box); border: 1px solid var(--edge); border-bottom-color: var(--field); border-radius: 4px; padding: 5px 10px; min-height: 32px; box-sizing: border-box; width: 100%; }
.ac-input.ac-toggleInput, .ac-input.ac-toggleInput input, .ac-input .ac-choiceSetInput-choice { border: 0; min-height: 24px; padding: 0; }
.ac-choiceSetInput-filtered-container, .ac-input-container > .ac-input:has(> .ac-input) { border: 0; padding: 0; background: none; }
.ac-choiceSetInput-filtered-dropdown { max-height: 180px; overflow-y: auto; }
.ac-textInput.ac-multiline { min-height: 72px; resize: vertical; }
.ac-input-validation-failed { border-color: var(--alarm); }
.ac-selectable { cursor: pointer; border-radius: 4px; }
.ac-selectable:hover { background: color-mix(in srgb, var(--text) 6%, transparent); }
:focus-visible { outline: 2px solid var(--text); outline-offset: 1px; }
.ac-anchor { color: inherit; }
`;

/** Draws the card of the page, and says what a pressed button would send. */
export const DRAW_JS = `
const given = JSON.parse(document.getElementById('given').textContent);
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig(given.hostConfig);
card.onExecuteAction = (action) => {
  const sent = document.getElementById('sent');
  sent.textContent = action.url ? 'Would open ' + action.url : 'Would send ' + action.verb + ' with ' + JSON.stringify(action.data);
};
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const plain = document.createElement('span');
  plain.textContent = text;
  result.outputHtml = plain.innerHTML;
  result.didProcess = true;
};
card.parse(given.card);
document.getElementById('card').append(card.render());
`;

/** Keeps each frame as high as its card. */
export const FRAMES_JS = `
for (const frame of document.querySelectorAll('iframe')) {
  const fit = () => { frame.height = frame.contentDocument.body.scrollHeight + 2; };
  const watch = () => { new ResizeObserver(fit).observe(frame.contentDocument.body); fit(); };
  frame.addEventListener('load', watch);
  if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.body.childElementCount > 0) watch();
}
`;
