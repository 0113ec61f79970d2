// The one style sheet of the page. Colours are named once for light and once for dark, each pair at least 4.5 : 1; no address
// is in it, so that the page loads nothing.
export const style = `
:root{color-scheme:light dark;--ground:#fff;--card:#f5f6f8;--line:#c9ced6;--edge:#6b7480;--ink:#1a1f26;--soft:#4d5663;--link:#0b57b0;--good:#14692f;--bad:#b3151d;--warn:#7a4b00;--plain:#3f4a59;--bar:#3b6fb5}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--card:#1e242b;--line:#3a434e;--edge:#8b96a5;--ink:#e9edf2;--soft:#b1bac6;--link:#8fc1ff;--good:#7fd69a;--bad:#ff9a97;--warn:#f2c26b;--plain:#c3ccd8;--bar:#6ea3e6}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:70rem;padding:1.5rem 1.25rem 4rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.2;margin:.25rem 0 .75rem}
h2{font-size:1.25rem;margin:2.25rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.35rem 0}
a{color:var(--link)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--card);border-radius:3px;padding:0 .25em}
.o{white-space:nowrap}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
.logo{display:block;max-height:4rem;max-width:16rem;margin-bottom:1rem}
.verdict{border-left:.4rem solid var(--plain);background:var(--card);padding:.75rem 1rem;font-size:1.1rem}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}.verdict.warn{border-color:var(--warn)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem;margin:1rem 0}
.tiles div{background:var(--card);border-radius:6px;padding:.6rem .8rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tiles dt{color:var(--soft);font-size:.9rem}.tiles dd{margin:0;font-size:1.5rem;font-weight:650;font-variant-numeric:tabular-nums}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.verdict,.verdict.good,.verdict.bad,.verdict.warn{color:var(--ink)}
data span+span::before,.n span+span::before{content:','}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}.facts dt{color:var(--soft)}.facts dd{margin:0}
.marks{padding-left:2.25rem;margin:.5rem 0}.marks li{margin:.2rem 0}.key{display:inline-block;width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.2rem}.key rect{width:100%;height:100%}
.points{list-style:none;padding:0}.points>li{border-left:.25rem solid var(--edge);padding:.1rem 0 .1rem .8rem;margin:.75rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{overflow-wrap:break-word;text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
svg{display:block;max-width:100%}svg[role=img]{height:auto}svg .bar{fill:var(--bar)}svg .path{fill:none;stroke:var(--bar);stroke-width:2}svg .under{fill:var(--bar);opacity:.15}svg .writing{fill:var(--bar)}svg .reading{fill:var(--edge)}svg .wait{fill:var(--warn);stroke:var(--warn);fill-opacity:.3}svg .break{fill:var(--bad);stroke:var(--bad);fill-opacity:.3}svg .axis{stroke:var(--edge);stroke-width:1}svg text{fill:var(--soft);font:12px system-ui,sans-serif}
td.chart{width:30%;min-width:7rem}td.chart svg{margin-top:.35rem}.rules td.chart{width:18%}
@media (min-width:54rem){.rules td>code{white-space:nowrap}}
.tools{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.75rem 0}
.tools label{display:flex;flex-direction:column;font-size:.9rem;color:var(--soft)}
button,input,select{font:inherit;min-height:2.25rem;color:var(--ink);background:var(--ground);border:1px solid var(--edge);border-radius:5px;padding:.2rem .6rem;max-width:100%}
button{cursor:pointer}button:disabled{color:var(--soft);border-style:dashed;cursor:default}
.entries{list-style:none;margin:0;padding:0}
.entries>li{border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;margin:.5rem 0}
/* Without scripts all of them are there at once. */
details .entries>li{content-visibility:auto;contain-intrinsic-size:auto 8rem}
.entries>li.group{border:0;padding:0}
.entries p{margin:.15rem 0}.w{color:var(--soft);font-size:.93em}.entries p>code{margin-left:.4em}
.t{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .4em;font-size:.85rem;font-weight:600}
.v{width:auto;margin:.35rem 0;white-space:pre-wrap}.v th,.v td{padding:.15rem .75rem .15rem 0}.v td{overflow-wrap:anywhere}
/* Pictures stand on white, as in a shop; laid over one another they share one square. */
.pics{display:grid;grid-template-columns:repeat(2,minmax(0,16rem));gap:.6rem;margin:.5rem 0}.pics figure{margin:0}.pics img{display:block;max-width:100%;height:auto;background:#fff;border:1px solid var(--line)}.pics figcaption{font-size:.9rem;color:var(--soft)}
.pics[data-view]{grid-template-columns:minmax(0,16rem);gap:0;isolation:isolate}.pics[data-view] figure{display:contents}.pics[data-view] img{grid-area:1/1;width:100%;height:auto;aspect-ratio:1;object-fit:contain}
.pics[data-view=slider] figure+figure img{clip-path:inset(0 0 0 var(--at,50%))}.pics[data-view=difference] figure+figure img{mix-blend-mode:difference}
.views{border:0;margin:.25rem 0;padding:0;font-size:.9rem;display:flex;flex-wrap:wrap;align-items:center}.views legend{float:left;padding:0 .75rem 0 0;color:var(--soft)}.views label{display:inline-flex;align-items:center;gap:.35rem;margin-right:1rem;min-height:2.25rem}.views input{margin:0;padding:0;min-height:1.5rem}.views input[type=radio]{width:1.1rem;height:1.5rem}.views input[type=range]{width:9rem}
summary{cursor:pointer;padding:.4rem 0;min-height:1.5rem}
footer{margin-top:3rem;color:var(--soft);font-size:.9rem}
[hidden]{display:none!important}
@media (max-width:34rem){body{padding:1rem .8rem 3rem}.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.4rem}.v,.v tbody,.v tr,.v th,.v td{display:block;border:0}.v thead{position:absolute;left:-99rem}.v td::before{content:attr(data-side) ": ";color:var(--soft)}td.chart,th.chart{display:none}svg[role=img]{overflow:visible}svg text{font-size:18px}svg .unit{display:none}.rules thead{position:absolute;left:-99rem}.rules tr{display:grid;grid-template-columns:max-content 1fr max-content;gap:.2rem .5rem;padding:.5rem 0;border-bottom:1px solid var(--line)}.rules td{border:0;padding:0}.rules td.n{order:-1;font-weight:600}.rules td.n::after{content:" ×"}.rules td:last-child{grid-column:1/-1}}
@media print{:root{--ground:#fff;--card:#f5f6f8;--line:#999;--edge:#555;--ink:#000;--soft:#333;--link:#000;--good:#14692f;--bad:#b3151d;--warn:#7a4b00;--plain:#333;--bar:#555}body{max-width:none;padding:0;font-size:10pt}h1{font-size:18pt}h2{font-size:13pt}.tiles dd{font-size:14pt}.verdict{font-size:11pt}table{font-size:9pt}.tools,.pages,.skip,.views{display:none}.entries>li,.tiles div,.points>li,tr{break-inside:avoid}details .entries>li{content-visibility:visible}h2,h3{break-after:avoid}.facts a::after,.w a::after{content:" (" attr(href) ")";font-size:.85em}.tiles div,.verdict{border:1px solid var(--line)}.verdict{border-left-width:.4rem}}
`;
