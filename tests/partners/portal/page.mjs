// The portal in a real browser: page.mjs CHITTY HOME ADDRESS [FOLDER for pictures]. Signs in by the link, walks by keyboard, has axe look at
// each view in light, dark, wide and narrow, sees that nothing comes from elsewhere and nothing breaks the policy, and that what
// anybody wrote is shown and not run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";

const [chittyBin, home, address, folder] = process.argv.slice(2);
const env = { ...process.env, HOME: home, NO_COLOR: "1" };
const chitty = (...words) => execFileSync(chittyBin, words, { env, encoding: "utf8" });
const link = () => JSON.parse(chitty("portal", "dashboard", "open", "--print", "-o", "json")).url;
const picture = async (page, name) => folder && page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
if (folder) mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const told = [];
async function open(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) told.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => told.push(`page: ${error.message}`));
  page.on("request", (request) => { if (!request.url().startsWith(address)) told.push(`from elsewhere: ${request.url()}`); });
  page.on("dialog", (dialog) => { told.push(`a script ran: ${dialog.message()}`); dialog.dismiss(); });
  return page;
}
async function axe(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  for (const one of violations) told.push(`axe, ${where}: ${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary.split("\n")[1] || ""}`).slice(0, 3).join("; ")}`);
}
async function signIn(page) {
  const url = link();
  const began = Date.now();
  await page.goto(url);
  await page.locator(".headline").waitFor();
  return { url, ms: Date.now() - began };
}

// The door.
const door = await open({ viewport: { width: 1280, height: 800 } });
await door.goto(`${address}/chittyportal`);
await door.getByRole("heading", { name: "Sign in to your ChittyOS" }).waitFor();
await axe(door, "door");
await picture(door, "door-light");

// In by the link, out of the address; once.
const page = await open({ viewport: { width: 1280, height: 900 } });
const sizes = { wire: 0, files: 0 };
page.on("response", async (response) => {
  if (!/\/chittyportal(\/assets\/.*)?$/.test(new URL(response.url()).pathname)) return;
  const { responseBodySize, responseHeadersSize } = await response.request().sizes().catch(() => ({ responseBodySize: 0, responseHeadersSize: 0 }));
  sizes.wire += responseBodySize + responseHeadersSize;
  sizes.files += 1;
});
const { url, ms } = await signIn(page);
assert.ok(!page.url().includes("code="), page.url());
const code = url.split("#code=")[1];
assert.ok(!(await page.content()).includes(code));
const thief = await open({});
await thief.goto(url);
await thief.getByText("This link has been used already.").waitFor();
await picture(thief, "link-used");
told.splice(0, told.length, ...told.filter((line) => !line.includes("401"))); // that is what was asked for

await page.waitForTimeout(1500);
await axe(page, "overview, light");
await picture(page, "overview-light");

// By keyboard alone: skip link, tabs, a number's command, a chart's cursor.
await page.keyboard.press("Tab");
assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
const reached = new Set();
for (let i = 0; i < 40; ++i) {
  await page.keyboard.press("Tab");
  reached.add(await page.evaluate(() => document.activeElement.getAttribute("href") || document.activeElement.dataset.key || document.activeElement.getAttribute("aria-roledescription") || document.activeElement.id));
}
for (const one of ["#/overview", "#/users", "#/events", "sign-out", "services", "chart"]) assert.ok(reached.has(one), `the Tab key does not reach ${one}: ${[...reached]}`);
await page.locator("[data-key=services]").focus();
await page.keyboard.press("Enter");
await page.getByText("chitty os status", { exact: true }).first().waitFor();
const chart = page.locator(".frame").first();
if (await chart.count()) {
  await chart.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.locator("#say").textContent(), /Answered/);
  await picture(page, "chart-cursor");
}
assert.ok((await page.locator(".vh caption").count()) >= 2, "each chart has its table");

// Users: found, suspended with a reason, resumed.
await page.getByRole("link", { name: "Users", exact: true }).click();
await page.locator("table.people tbody tr").first().waitFor();
await axe(page, "users, light");
await picture(page, "users-light");
await page.getByLabel("Filter users").fill("ada@");
await page.waitForFunction(() => document.querySelectorAll("table.people tbody tr").length === 1);
await page.getByRole("button", { name: /^Suspend/ }).click();
await axe(page, "dialog");
await picture(page, "suspend-dialog");
await page.getByLabel("Reason").fill("left the firm");
await page.keyboard.press("Enter");
await page.locator(".badge.suspended").waitFor();
await page.getByRole("button", { name: /^Resume/ }).click();
await page.locator(".badge.active").waitFor();
await page.getByLabel("Filter users").fill("nobody like that");
await page.getByText("No user like that").waitFor();
await picture(page, "users-none");

// Events, as they happen: what a command does is there within two seconds.
await page.getByRole("link", { name: "Events", exact: true }).click();
await page.locator(".live.live").waitFor();
const since = Date.now();
chitty("chronicle", "log", "--event", "xss.tried", "--subject", "<img src=x onerror=alert(1)>", "--data", '{"note":"<script>alert(2)</script>"}');
await page.getByText("xss.tried").first().waitFor({ timeout: 8000 });
const live = Date.now() - since;
assert.ok(await page.getByText("<script>alert(2)</script>").count(), "the data is shown as it is");
await axe(page, "events, light");
await picture(page, "events-light");

// Dark, and a phone.
for (const [name, options] of [["dark", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }], ["phone", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }], ["phone-dark", { colorScheme: "dark", viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }]]) {
  const other = await open(options);
  await signIn(other);
  await other.waitForTimeout(1200);
  for (const view of ["overview", "users", "events"]) {
    await other.goto(`${address}/chittyportal#/${view}`);
    await other.locator(view === "users" ? "table.people tbody tr" : view === "events" ? ".rows.events li" : ".headline").first().waitFor();
    await other.waitForTimeout(300);
    const wide = await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name}, ${view}: ${wide} px wider than the screen`);
    await axe(other, `${view}, ${name}`);
    await picture(other, `${view}-${name}`);
  }
  await other.context().close();
}

// Out.
await page.getByRole("button", { name: "Sign out" }).click();
await page.getByRole("heading", { name: "You are signed out" }).waitFor();
await browser.close();
for (const line of new Set(told)) console.log(line);
console.log(`${sizes.files} files, ${sizes.wire} bytes over the wire with their headers; usable ${ms} ms after the link was opened; an event was on the page ${live} ms after its command began`);
assert.equal(told.length, 0, "see above");
