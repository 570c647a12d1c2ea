"""The review page: its parts for a server, or all of it in one file.

There is no build step: the page is the hand-written files of `page/`. It may load nothing from
elsewhere and run no script but its own; everything from documents travels as JSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

STYLE = "review.css"
SCRIPTS = ("store.js", "view.js", "main.js")

POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; connect-src {connect}; "
    "base-uri 'none'; form-action 'none'"
)
"""The content security policy; a server adds that nobody may frame the page."""

_HEAD, _FOOT = "<!-- head -->", "<!-- foot -->"


@cache
def asset(name: str) -> str:
    """The text of one of the page's files. Raises `KeyError` for any other name."""
    if name not in (STYLE, *SCRIPTS, "review.html"):
        raise KeyError(name)
    return (Path(__file__).parent / "page" / name).read_text("utf-8")


def shell() -> str:
    """The page without data, for a server that also serves its style and scripts."""
    foot = "\n".join(f'<script src="{name}"></script>' for name in SCRIPTS)
    return _filled(f'<link rel="stylesheet" href="{STYLE}">', foot)


def render(payload: Mapping[str, Any]) -> str:
    """The page with its data in one file that works offline and anywhere."""
    style = asset(STYLE)
    script = "\n".join(asset(name) for name in SCRIPTS)
    policy = POLICY.format(script=_hash(script), style=_hash(style), connect="'none'")
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style>'
    data = f'<script type="application/json" id="data">{_harmless(payload)}</script>'
    return _filled(head, f"{data}\n<script>{script}</script>")


def _filled(head: str, foot: str) -> str:
    before, _, rest = asset("review.html").partition(_HEAD)
    middle, _, after = rest.partition(_FOOT)
    return before + head + middle + foot + after


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _harmless(payload: Mapping[str, Any]) -> str:
    """JSON that no text in it can end or turn into markup."""
    text = json.dumps(payload, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
