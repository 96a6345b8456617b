/** In this file, because the documents have to be readable where no web client was built. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#ffffff, #121417);
  --sunken: light-dark(#f5f6f8, #1b1e23);
  --border: light-dark(#dfe2e8, #2c3138);
  --text: light-dark(#16181d, #eceef1);
  --soft: light-dark(#555c68, #a9b0bb);
  --accent: light-dark(#4f46e5, #a5a1fb);
  --get: light-dark(#15733f, #6fd79a);
  --post: light-dark(#4338ca, #a5a1fb);
  --put: light-dark(#6b4a00, #f6d37a);
  --delete: light-dark(#b42318, #ff9c92);
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 16px; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; font: 0.9375rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--surface); }
a { color: var(--accent); text-underline-offset: 4px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre { font: 0.8125rem/1.6 ui-monospace, "SF Mono", "Cascadia Code", Menlo, monospace; }
h1 { font-size: 1.625rem; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 0 0 12px; text-transform: capitalize; }
h3 { font-size: 0.9375rem; margin: 16px 0 8px; }
h4 { font-size: 0.8125rem; margin: 20px 0 4px; color: var(--soft); }
p { margin: 0 0 12px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 8px; padding: 4px 8px; background: var(--surface); z-index: 1; }
nav { padding: 16px; border-bottom: 1px solid var(--border); }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px; }
nav ul ul { display: none; }
nav li a { display: block; padding: 4px 8px; border-radius: 6px; text-decoration: none; color: var(--text); text-transform: capitalize; }
nav li a:hover { background: var(--sunken); }
.brand { font-weight: 600; margin: 0 0 8px; padding: 0 8px; }
small, .facts, .kind { color: var(--soft); }
.kind { font-size: 0.8125rem; margin: 0; }
.about { display: block; }
main { padding: 24px 16px 64px; max-width: 860px; min-width: 0; }
section { margin-top: 40px; }
details { border: 1px solid var(--border); border-radius: 10px; margin-bottom: 8px; }
summary { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; padding: 8px 36px 8px 12px; cursor: pointer; border-radius: 10px; list-style: none; position: relative; }
summary::after { content: "+"; position: absolute; right: 14px; top: 8px; color: var(--soft); }
details[open] > summary::after { content: "−"; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--sunken); }
summary h3 { margin: 0; font-weight: 500; overflow-wrap: anywhere; }
.what { color: var(--soft); font-size: 0.8125rem; }
.inside { padding: 4px 12px 16px; border-top: 1px solid var(--border); scroll-margin-top: 72px; }
.inside:target, tr:target { background: color-mix(in srgb, var(--accent) 6%, transparent); }
.facts { margin: 8px 0 0; font-size: 0.8125rem; }
.method { display: inline-block; min-width: 4.5em; font-size: 0.75rem; font-weight: 700; text-transform: uppercase; }
.get { color: var(--get); } .post { color: var(--post); } .put, .patch { color: var(--put); } .delete { color: var(--delete); }
dl { margin: 0; }
.field { display: grid; grid-template-columns: minmax(120px, 180px) minmax(0, 1fr); gap: 0 12px; padding: 4px 0; border-top: 1px solid var(--border); }
.field:first-child { border-top: 0; }
.field dt { overflow-wrap: anywhere; }
.field dd { margin: 0; font-size: 0.8125rem; overflow-wrap: anywhere; }
.field dl { margin: 4px 0 0; padding-left: 12px; border-left: 2px solid var(--border); }
.codes { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 0; padding: 0; font-size: 0.8125rem; color: var(--soft); }
pre { margin: 4px 0 8px; padding: 12px; border-radius: 6px; background: var(--sunken); overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.8125rem; }
th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid var(--border); }
th { color: var(--soft); }
@media (max-width: 899px) {
  .field { grid-template-columns: 1fr; }
  .codes li, nav li a { min-height: 24px; }
}
@media (min-width: 900px) {
  body { display: grid; grid-template-columns: 240px minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; border-right: 1px solid var(--border); border-bottom: 0; }
  nav ul { display: block; }
  nav ul ul { display: block; margin: 0 0 8px 8px; }
  nav ul ul a { padding: 2px 8px; color: var(--soft); text-transform: none; font-size: 0.8125rem; }
  main { padding: 32px 40px 96px; }
}
`;
