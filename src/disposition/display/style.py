"""How our HTML looks: one style sheet that touches nothing else on a page.

Colours are those of the page around it, mixed with grey, so that it fits light and dark notebooks;
what a colour says is also said in words.
"""

from __future__ import annotations

_LINE = "1px solid rgba(128,128,128,.35)"

STYLE = f"""\
<style>
.dsp {{ --dsp-tone: #6b7fa8; border: {_LINE}; border-left: 6px solid var(--dsp-tone);
  border-radius: 6px; padding: 12px 18px 10px; max-width: 62em; color: inherit;
  font: 14px/1.45 system-ui, sans-serif; }}
.dsp-all {{ --dsp-tone: #2f9e62; }}
.dsp-part {{ --dsp-tone: #c58a1c; }}
.dsp-open {{ --dsp-tone: #b0569b; border-left-style: double; }}
.dsp h3 {{ font-size: 1.45em; line-height: 1.2; margin: 0 0 .15em; color: inherit; }}
.dsp h4 {{ font-size: 1em; margin: 1.1em 0 .35em; padding-bottom: .15em; border-bottom: {_LINE};
  color: inherit; }}
.dsp p {{ margin: 0; }}
.dsp ul {{ margin: 0; padding-left: 1.25em; }}
.dsp li {{ margin: .3em 0; }}
.dsp code {{ font: .88em ui-monospace, monospace; background: none; padding: 0; color: inherit; }}
.dsp h3 code {{ font-size: .62em; font-weight: normal; opacity: .7; margin-left: .3em; }}
.dsp small {{ display: block; font-size: .85em; opacity: .72; }}
.dsp-facts {{ display: flex; flex-wrap: wrap; gap: 4px; margin: 3px 0; }}
.dsp-facts span {{ background: rgba(128,128,128,.14); border-radius: 4px; padding: 1px 7px; }}
.dsp table {{ border-collapse: collapse; width: 100%; margin: 0; font-size: 1em; }}
.dsp th, .dsp td {{ text-align: left; vertical-align: top; padding: 5px 10px 5px 0;
  border-bottom: {_LINE}; background: none; color: inherit; white-space: normal; }}
.dsp th {{ font-weight: 600; font-size: .85em; opacity: .72; white-space: nowrap; }}
.dsp td:first-child {{ padding-right: 8px; }}
.dsp tbody tr:last-child td {{ border-bottom: none; }}
.dsp details {{ border-bottom: {_LINE}; padding: 4px 0; }}
.dsp details:last-of-type {{ border-bottom: none; }}
.dsp summary {{ cursor: pointer; }}
.dsp summary code {{ opacity: .7; }}
.dsp summary small {{ display: inline; margin-left: .6em; }}
.dsp footer {{ font-size: .75em; opacity: .6; margin-top: 1.2em; overflow-wrap: anywhere; }}
</style>"""
