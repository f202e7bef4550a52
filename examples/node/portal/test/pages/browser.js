// A browser for the tests: Debian's Chromium, or the one that CHROMIUM names.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Starts the browser, or says what is missing: a test that had none would prove nothing. */
export async function browse() {
  if (!existsSync(executablePath)) {
    const how = 'install it (`apt-get install chromium fonts-dejavu-core`), or say in CHROMIUM where one is';
    throw new Error(`the pages are tested in Chromium, and there is none at ${executablePath}: ${how}`);
  }
  // The sandbox of Chromium needs rights that containers do not give, and pages of this portal are all that is opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** How pages are looked at: wide and narrow, by day and by night. */
export const LOOKS = [1280, 360].flatMap((width) =>
  ['light', 'dark'].map((colorScheme) => ({
    name: `${width === 1280 ? 'wide' : 'narrow'}-${colorScheme}`,
    options: { viewport: { width, height: width === 1280 ? 900 : 740 }, colorScheme, reducedMotion: 'reduce' },
  })),
);

/** The text of each element as somebody reads it, what is folded included: blocks stand apart, spaces are one. */
export function texts(locator) {
  return locator.evaluateAll((elements) => {
    const read = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.nodeType !== Node.ELEMENT_NODE) return '';
      const text = [...node.childNodes].map(read).join('');
      return node.localName !== 'br' && getComputedStyle(node).display === 'inline' ? text : ` ${text} `;
    };
    return elements.map((element) => read(element).replace(/\s+/g, ' ').trim());
  });
}
