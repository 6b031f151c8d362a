// Drives the Microsoft 365 Agents Playground in Chromium, so that a browser journey reads like prose. What one could get
// wrong: the Playground opens no dialog from a bot's card (it sends nothing at all), and a channel shows its newest thread
// first while a chat shows its newest message last; "newest card" means the right one of the two.

import { existsSync } from 'node:fs';
import { chromium, type Locator, type Page } from 'playwright-core';

/** What a journey does and sees. Every step waits up to ten seconds and then fails with what it was looking for. */
export interface PlaygroundPage {
  /** For what has no step of its own yet. */
  page: Page;
  inPersonalChat(): Promise<void>;
  /** A channel's name as configured, e.g. `General`. The first visit after a load installs the bot there. */
  inChannel(name: string): Promise<void>;
  /**
   * Says it, and waits for the bot's next message (`answered: false` waits for none). In a channel it starts a thread and
   * mentions the bot, which hears nothing else there, unless `mention: false`; `reply` says it in the newest thread.
   */
  say(text: string, how?: { mention?: boolean; reply?: boolean; answered?: boolean }): Promise<void>;
  newestCard(): Locator;
  /** The newest card, once it shows this text. */
  cardSaying(text: string | RegExp): Promise<Locator>;
  /** Anywhere in the open conversation. */
  waitForText(text: string | RegExp): Promise<void>;
  /** Types into the newest card's field of this label; a date as `YYYY-MM-DD`; '' empties. */
  fill(label: string, value: string): Promise<void>;
  /** Picks from a list, ticks a box or presses a radio of the newest card's field of this label. */
  choose(label: string, option: string): Promise<void>;
  /** What a field of the newest card holds, as shown: a choice by its title, a date in the Playground's own format. */
  valueOf(label: string): Promise<string>;
  /** Presses a button of the newest card, in its overflow menu too, and waits until its answer, if any, is shown. */
  press(button: string): Promise<void>;
  /** Empties every chat, as a real reload does, and installs the bot again. */
  reload(): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Errors the page threw since it was opened; a journey ends by finding none. */
  pageErrors(): readonly string[];
  close(): Promise<void>;
}

const chromiumArguments = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const stepLimitMs = 10_000;
const sidebar = '[aria-label="Chat and Teams Channel"]';

/**
 * Opens the Playground at its address, log panel closed because it covers cards, and asks nothing of any other host.
 * @throws Error naming what to install or set when there is no Chromium.
 */
export async function openPlayground(url: string, size = { width: 1280, height: 1400 }): Promise<PlaygroundPage> {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: chromiumArguments });
  try {
    const page = await browser.newPage({ viewport: size, locale: 'en-GB', timezoneId: 'Europe/London' });
    page.setDefaultTimeout(stepLimitMs);
    const { host } = new URL(url);
    await page.route(
      (address) => address.protocol.startsWith('http') && address.host !== host,
      (route) => route.abort(),
    );
    const traffic = watchTraffic(page);
    const botName = await botNameAt(url);
    await load(page, () => page.goto(url));
    return playgroundPage(page, botName, traffic, () => browser.close());
  } catch (problem) {
    await browser.close();
    throw problem;
  }
}

function playgroundPage(page: Page, botName: string, traffic: Traffic, close: () => Promise<void>): PlaygroundPage {
  let channelOpen = false;
  const threads = () => page.locator('.fui-Card:has(.fui-CardFooter)');
  const newestCard = () =>
    (channelOpen
      ? threads()
          .filter({ has: page.locator('.ac-preview-panel') })
          .first()
      : page
    )
      .locator('.ac-preview-panel')
      .last();
  const place = (name: string | RegExp) => page.locator(sidebar).getByRole('treeitem', { name });

  return {
    page,
    newestCard,
    close,
    pageErrors: () => traffic.errors,
    async inPersonalChat() {
      channelOpen = false;
      await place('Personal Chat').click();
    },
    async inChannel(name) {
      channelOpen = true;
      await place(endingWith(` - ${name}`)).click();
    },
    async say(text, { mention = channelOpen, reply = false, answered = true } = {}) {
      const heardBefore = traffic.messages();
      const editors = reply
        ? threads().first().locator('[data-lexical-editor]')
        : page.locator('[data-lexical-editor]');
      await (channelOpen ? editors.first() : editors.last()).click();
      if (mention) {
        await page.keyboard.type('@');
        await page.locator('#typeahead-menu').getByRole('menuitem', { name: botName }).click();
        await page.keyboard.insertText(' ');
      }
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
      if (answered) await until(`an answer to "${text.slice(0, 60)}"`, () => traffic.messages() > heardBefore);
      await drawn(page);
    },
    async cardSaying(text) {
      const card = newestCard();
      await card.getByText(text).first().waitFor();
      return card;
    },
    async waitForText(text) {
      await page
        .getByText(text)
        .and(page.locator(`:not(${sidebar} *)`))
        .first()
        .waitFor();
    },
    async fill(label, value) {
      const input = fieldOf(newestCard(), label).locator('input, textarea').first();
      await input.fill(value);
      // The calendar opens on focus and would lie over the fields below it.
      if ((await input.getAttribute('aria-haspopup')) === 'dialog') {
        await input.press('Enter');
        await page.keyboard.press('Escape');
      }
      await input.blur();
    },
    async choose(label, option) {
      const field = fieldOf(newestCard(), label);
      const boxes = field.locator('label.fui-Label').filter({ hasText: exactly(option) });
      if ((await boxes.count()) > 0) return boxes.first().click();
      await field.getByRole('combobox').click();
      // A chart's legend entries are options too, so only an open list's count.
      await page.locator('.fui-Listbox').getByRole('option', { name: option, exact: true }).click();
    },
    async valueOf(label) {
      return fieldOf(newestCard(), label).locator('input, textarea').first().inputValue();
    },
    async press(button) {
      const wanted = newestCard().getByRole('button', { name: button, exact: true });
      const more = newestCard().getByRole('button', { name: 'More options', exact: true });
      await newestCard().waitFor();
      if ((await wanted.count()) === 0 && (await more.count()) > 0) {
        await more.first().click();
        await page.getByRole('menuitem', { name: button, exact: true }).click();
      } else await wanted.first().click();
      await drawn(page);
      await until(`the answer to pressing "${button}"`, () => traffic.unanswered() === 0);
      await drawn(page);
    },
    async reload() {
      channelOpen = false;
      await load(page, () => page.reload());
    },
    async screenshot(path) {
      await page.screenshot({ path });
    },
  };
}

interface Traffic {
  errors: readonly string[];
  /** Messages of the bot the page was told of. */
  messages(): number;
  /** Presses whose answer has not come back. */
  unanswered(): number;
}

function watchTraffic(page: Page): Traffic {
  const errors: string[] = [];
  let messages = 0;
  let unanswered = 0;
  const isPress = (address: string) => /\/_conversation\/v1\/(invoke|submit)$/.test(address);
  page.on('pageerror', (problem) => errors.push(problem.message));
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"action":"createMessage"')) messages += 1;
    }),
  );
  page.on('request', (request) => {
    if (isPress(request.url())) unanswered += 1;
  });
  for (const event of ['requestfinished', 'requestfailed'] as const) {
    page.on(event as 'requestfinished', (request) => {
      if (isPress(request.url())) unanswered -= 1;
    });
  }
  return { errors, messages: () => messages, unanswered: () => unanswered };
}

async function load(page: Page, go: () => Promise<unknown>): Promise<void> {
  const places = page.locator(sidebar).getByRole('treeitem', { name: 'Personal Chat' });
  await go();
  // Messages sent while no page was open are replayed into it, and once in forty loads it stayed blank after that.
  await places.waitFor().catch(() => page.reload());
  await places.waitFor();
  const logPanel = page.getByText('Log Panel', { exact: true });
  await logPanel.waitFor();
  await page.getByTitle('Toggle Log Panel').click();
  await logPanel.waitFor({ state: 'detached' });
}

function fieldOf(card: Locator, label: string): Locator {
  // The renderer adds " *" to the label of a required field.
  const pattern = new RegExp(`^\\s*${escaped(label)}( \\*)?\\s*$`);
  return card.locator('label.ac-richTextBlock').filter({ hasText: pattern }).first().locator('xpath=..');
}

async function botNameAt(url: string): Promise<string> {
  const answer = await fetch(new URL('/_internal/v1/config', url));
  const { config } = (await answer.json()) as { config: { bot: { name: string } } };
  return config.bot.name;
}

function chromiumProgram(): string {
  const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(program)) return program;
  throw new Error(`Browser journeys need Chromium, and there is none at ${program}. Install it, or set CHROMIUM.`);
}

/** Two frames: what was received by now is on the page. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))',
  );
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + stepLimitMs;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error(`Waited ${stepLimitMs / 1000} seconds in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const exactly = (text: string) => new RegExp(`^\\s*${escaped(text)}\\s*$`);
const endingWith = (text: string) => new RegExp(`${escaped(text)}$`);
