"""LaTeX: commands, their options and keys, formulas, listings, comments."""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP = re.compile(
    r"(?<!\\)%[^\n]*"
    r"|\\begin\{(?P<environment>(?:[vV]erbatim|BVerbatim|LVerbatim|alltt|filecontents"
    r"|lstlisting|minted|comment|equation|align|gather|multline"
    r"|eqnarray|displaymath|math|tikzpicture|tabular|array|thebibliography)\*?)\}"
    r".*?(?:\\end\{(?P=environment)\}|\Z)"
    r"|\\iffalse(?![A-Za-z]).*?(?:\\fi(?![A-Za-z])|\Z)"
    r"|\\(?:lstinline|mintinline|mint)(?:\[[^\]\n]{0,300}\])?(?:\{[^{}\n]*\}){1,2}"
    r"|\\(?:verb|lstinline)\*?(?P<bar>[^\w\s{])[^\n]*?(?P=bar)"
    r"|\\\[.{0,2000}?\\\]|\\\(.{0,1000}?\\\)"
    r"|(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$[^$]*?(?<!\\)\$"
    # Commands whose argument is a key, a file, a length or a program.
    r"|\\(?:[A-Za-z]*cite[A-Za-z]*|[A-Za-z]*ref|label|input|include[A-Za-z]*|usepackage|documentclass"
    r"|bibliography[A-Za-z]*|begin|end|url|href|[hv]space|pagestyle|thispagestyle|hypersetup|ensuremath"
    r"|newcommand|renewcommand|def|setlength|setcounter|bibitem|texttt|operatorname|index|gls[A-Za-z]*)"
    r"\*?(?:\[[^\]\n]{0,300}\])*(?:\{(?:[^{}]|\{[^{}]*\})*\})?"
    # Those whose first argument is one, and the second words.
    r"|\\(?:[a-z]*color|colorbox|foreignlanguage|selectlanguage|hyperlink|hypertarget|hyperref|raisebox"
    r"|parbox|resizebox|scalebox|rotatebox|fontsize|setmainfont|newtheorem|DeclareMathOperator)"
    r"\*?(?:\[[^\]\n]{0,300}\])*(?:\{(?:[^{}]|\{[^{}]*\})*\})?"
    r"|\\[A-Za-z@]+\*?(?:\[[^\]\n]{0,300}\])*"
    r"|\\\\\*?(?:\[[^\]\n]{0,20}\])?|\\."
    r"|``|''|[{}~&]",
    re.DOTALL,
)


def spans(text: str) -> Iterator[Span]:
    """Everything in `text` that is not set as words."""
    return (Span(*match.span()) for match in _MARKUP.finditer(text))
