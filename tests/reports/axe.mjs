// Accessibility of the page, in a real browser: WCAG 2.2 AA and good practice, in light and dark, narrow and wide.
// npm install --no-save axe-core playwright-core; node tests/reports/axe.mjs tests/reports/golden/*.html
// CHROMIUM: where the browser is (default /usr/bin/chromium). Ends with 1 where anything is found.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(path.join(process.cwd(), 'axe.mjs'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(`file://${path.resolve(file)}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: values }), tags);
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      found += violations.length + Number(scrolls);
      console.log(`${path.basename(file)} ${colorScheme} ${width}: ${violations.length}${scrolls ? ', too wide' : ''}`);
      for (const one of violations) console.log(`  ${one.id}: ${one.help}`, one.nodes.map((node) => node.html.slice(0, 100)));
      await context.close();
    }
  }
}
await browser.close();
process.exit(found ? 1 : 0);
