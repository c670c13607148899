import { createHash } from 'node:crypto';

export const landingStyle = `
:root { color-scheme: light dark; --ink: #161616; --soft: #5c5c66; --line: #dddde4; --paper: #ffffff; --wash: #f6f6fb;
  --blue: #000091; --warn-ink: #5a3d00; --warn: #fff1cc; --bad-ink: #7a0410; --bad: #ffe4e4; --good: #18753c; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf4; --soft: #a6a6b4; --line: #34343f; --paper: #16161c;
  --wash: #1e1e27; --blue: #9fa3ff; --warn-ink: #ffdf94; --warn: #3c2e07; --bad-ink: #ffc1c1; --bad: #4a1216; --good: #7fdb9e; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, "Segoe UI", Roboto, sans-serif }
.skip { position: absolute; left: -999rem } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem }
header { padding-top: 3.5rem; padding-bottom: 1.5rem; position: relative }
header::before { content: ""; display: block; width: 4.5rem; height: .3rem; margin-bottom: 1.5rem;
  background: linear-gradient(90deg, #000091 0 33.3%, #dddde4 33.3% 66.6%, #e1000f 66.6%) }
h1 { font-size: clamp(1.8rem, 4.5vw, 2.6rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 .8rem; max-width: 18em; text-wrap: balance }
h2 { font-size: 1.2rem; margin: 3rem 0 1rem }
.lead { max-width: 40em; color: var(--soft); margin: 0 }
.lang { position: absolute; top: 1.4rem; right: 1.5rem; font-size: .95rem }
a { color: var(--blue); text-underline-offset: .2em } a:focus-visible { outline: .2rem solid var(--blue); outline-offset: .2rem }
.note { border-left: .35rem solid; padding: .9rem 1.2rem; margin: 1.5rem 0 0; border-radius: 0 .4rem .4rem 0 }
.warn { background: var(--warn); color: var(--warn-ink) } .bad { background: var(--bad); color: var(--bad-ink) }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1px; margin: 2rem 0 0;
  background: var(--line); border: 1px solid var(--line); border-radius: .6rem; overflow: hidden }
dl div { background: var(--wash); padding: 1rem 1.2rem } dt { font-size: .9rem; color: var(--soft) }
dd { margin: .1rem 0 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.up::before, .down::before { content: ""; display: inline-block; width: .65rem; height: .65rem; border-radius: 50%; margin-right: .5rem; background: var(--good) }
.down::before { background: #e1000f }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; min-width: 40rem; font-size: 1rem }
th, td { text-align: left; padding: .7rem 1rem .7rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline }
th { font-weight: 600; color: var(--soft); font-size: .9rem } tbody th { color: var(--ink); font-size: 1rem }
.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums }
.mark { font-weight: 400; font-size: .85rem; background: var(--warn); color: var(--warn-ink); padding: .05rem .5rem; border-radius: 1rem; white-space: nowrap }
small, code { font-size: .9rem } code { color: var(--soft) }
.doors { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; padding: 0; margin: 0; list-style: none }
.doors > li { border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.2rem } .doors p { margin: .3rem 0 0; color: var(--soft) }
.doors a.door { font-weight: 600 } .files { margin: .6rem 0 0; padding: 0; list-style: none; font-size: .95rem }
footer { margin-top: 4rem; padding-top: 1.2rem; padding-bottom: 2.5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem }
`;

/** The page runs nothing and loads nothing: this one style is all that it may apply. */
export const landingPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(landingStyle).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
