"""How a judged candidate looks, dark and light; beside the style that every page has.

``FRAGMENT`` is what one needs on a page of others, which has ``--ink``, ``--soft``, ``--line`` and
the colours ``--low``, ``--medium`` and ``--high`` of good, open and bad.
"""

FRAGMENT = """
:root { --own: #2f6fb5; --beside: #9a6b1f; --pale: #c9d3df; --fill: #dfe9f5; --bad: #b3261e;
  --yes: #3f8f5f; --no: #8a94a3; }
@media (prefers-color-scheme: dark) { :root { --own: #7fb2ec; --beside: #d9a860; --pale: #3d4857;
  --fill: #22364d; --bad: #ff8a80; --yes: #58b27d; --no: #7c8796; } }
.verdict { display: inline-block; border: 1px solid; border-radius: 1rem; padding: 0 .6rem;
  font-size: .8125rem; font-weight: 600; white-space: nowrap; justify-self: start; }
.verdict.promote, .verdict.next-rung, .state.within { color: var(--low); }
.verdict.take-back, .state.broken { color: var(--high); }
.verdict.hold, .state.no-data { color: var(--soft); }
.state.open { color: var(--medium); }
.judged { margin: 1.5rem 0; padding: 1.1rem 1.25rem 1.25rem; }
.judged header { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; }
.judged h2 { margin: 0; font-size: 1.15rem; overflow-wrap: anywhere; }
.judged h3 { font-size: .9375rem; line-height: 1.35; margin: 0 0 .5rem; min-height: 2.7em; }
.judged .why { font-weight: 600; }
.questions { list-style: none; padding: 0; margin: .75rem 0; }
.questions li { display: grid; grid-template-columns: 4.5rem 9.5rem 1fr; gap: 0 .75rem;
  padding: .25rem 0; border-top: 1px solid var(--line); }
.questions li > b { font-weight: 600; }
.judged .figures { display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: 1.5rem 1.75rem; margin-top: 1.25rem; }
.judged figure { margin: 0; } .judged figure svg { max-width: 30rem; }
.judged .keys { margin: .35rem 0 .25rem; } .judged .keys:empty { display: none; }
.judged .keys i { display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 .8em;
  vertical-align: -.06em; border-radius: 2px; }
.judged .keys i:first-child { margin-left: 0; }
.judged details { margin-top: 1rem; } .judged summary { cursor: pointer; color: var(--soft);
  font-size: .875rem; }
.judged td, .judged th { padding-right: 1.2rem; } .judged table { width: auto; }
.judged svg text { font-size: 11.5px; } .judged svg text.strong { fill: var(--ink);
  font-weight: 600; }
.judged path { fill: none; }
.judged path.axis { stroke: var(--no); stroke-width: 1; }
.judged path.own { fill: var(--own); } .judged path.beside { fill: var(--beside); }
.judged path.dropped { opacity: .3; }
.judged path.at { stroke: var(--ink); stroke-width: 1.5; }
.judged path.band { fill: var(--fill); }
.judged path.line { stroke: var(--own); stroke-width: 2; stroke-linejoin: round; }
.judged path.dots { stroke: var(--own); stroke-width: 5; stroke-linecap: round; opacity: .55; }
.judged path.needed { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3; }
.judged path.half, .judged path.limit { stroke: var(--bad); stroke-width: 1.25;
  stroke-dasharray: 2 3; }
.judged path.gained { fill: var(--yes); } .judged path.lost { fill: var(--beside); }
.judged path.both { fill: var(--pale); }
.judged path.relevant { stroke: var(--yes); } .judged path.irrelevant { stroke: var(--no); }
.judged path.unlabelled { stroke: var(--pale); } .judged path.bad { stroke: var(--own); }
.judged path.day { stroke: var(--pale); } .judged path.day.promote,
.judged path.day.next-rung { stroke: var(--yes); } .judged path.day.take-back
{ stroke: var(--bad); }
i.own, i.line { background: var(--own); } i.beside, i.lost { background: var(--beside); }
i.dropped { background: linear-gradient(90deg, var(--own) 50%, var(--beside) 50%); opacity: .3; }
i.band { background: var(--fill); border: 1px solid var(--line); } i.needed { background:
  repeating-linear-gradient(90deg, var(--ink) 0 4px, transparent 4px 6px); }
.judged .keys i.needed, .judged .keys i.half, .judged .keys i.limit,
.judged .keys i.line { height: 3px; width: 1.2em;
  vertical-align: .25em; border-radius: 0; }
i.half, i.limit { background: repeating-linear-gradient(90deg, var(--bad) 0 3px,
  transparent 3px 5px); }
.judged .keys i.dots { background: var(--own); opacity: .55; border-radius: 50%; width: .6em;
  height: .6em; } i.bad { background: var(--own); }
i.relevant, i.gained { background: var(--yes); } i.irrelevant { background: var(--no); }
i.unlabelled, i.both { background: var(--pale); }
@media (max-width: 44rem) {
  .judged { padding: .9rem .8rem 1rem; } .judged h3 { min-height: 0; }
  .questions li { grid-template-columns: 4.5rem 1fr; }
  .questions li span { grid-column: 1 / -1; } }
"""

STYLE = (
    FRAGMENT
    + """
body { max-width: 78rem; }
main a { color: inherit; }
.all { list-style: none; padding: 0; margin: 1.25rem 0 2rem; border-top: 1px solid var(--line); }
.all li { display: grid; grid-template-columns: 6rem 17rem 1fr; gap: .25rem 1rem;
  padding: .45rem 0; border-bottom: 1px solid var(--line); align-items: baseline; }
.all span { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
@media (max-width: 44rem) { body { padding: 1rem .75rem 3rem; }
  .all li { grid-template-columns: auto 1fr; } .all li span { grid-column: 1 / -1; } }
"""
)
