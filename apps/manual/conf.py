"""Sphinx's settings for the manual. What depends on the build is given by build.py: version, KaTeX's folder, and these files'."""
import os

from docutils.nodes import SkipNode
from pygments.lexer import RegexLexer
from pygments.lexers.special import TextLexer
from pygments.token import Generic, Text

project = "abide"
author = copyright = ""
version = release = os.environ["ABIDE_VERSION"]
html_title = f"abide {version}"
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "dollarmath", "amsmath"]
myst_heading_anchors = 4
myst_update_mathjax = False
html_theme = "furo"
html_static_path = [os.environ["ABIDE_STATIC"]]
html_extra_path = [os.environ["ABIDE_EXTRA"]]
html_css_files = ["katex/katex.min.css", "manual.css"]
html_js_files = ["katex/katex.js", "manual.js"]
html_use_index = False
html_show_copyright = html_show_sourcelink = html_show_sphinx = html_copy_source = False
highlight_language = "text"
smartquotes = False
html_theme_options = {"navigation_with_keys": True}
nitpicky = True
exclude_patterns = ["files", "generated"]


class Console(RegexLexer):
    """Commands stand out from what they print."""

    tokens = {"root": [(r"\$ .*\n", Generic.Strong), (r".*\n", Text)]}


def visit_inline(self, node):
    self.body.append(self.starttag(node, "span", "", CLASS="math") + self.encode(node.astext()) + "</span>")
    raise SkipNode


def visit_block(self, node):
    self.body.append(self.starttag(node, "div", "", CLASS="math") + self.encode(node.astext()) + "</div>\n")
    raise SkipNode


def setup(app):
    # Typeset by manual.js with the KaTeX that lies in the site.
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.config.html_math_renderer = "katex"
    # Blocks whose languages Pygments does not know, and what they print.
    app.add_lexer("console", Console)
    for name in ("output", "gp", "singular"):
        app.add_lexer(name, TextLexer)
