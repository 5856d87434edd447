"""Makes the manual: build.py --root SOURCES --abide PROGRAM --check PROGRAM --pages PROGRAM --library LIBRARY --reference FOLDER
--katex FOLDER --version VERSION --output FOLDER.

The texts of data/manual and data/format go to a folder of their own, with links to other files of the project turned to copies
in the site. Beside them comes what the programs print: the commands (abide-pages), the families with their pictures (abide), the
functions of Python (their docstrings). Sphinx makes pages of these, Doxygen has made those of the headers; warnings are errors."""
import argparse
import inspect
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
FENCE = re.compile(r"^(`{3,}).*?^\1$", re.M | re.S)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
DIRECTIVE = re.compile(r"^```\{(include|literalinclude)\} (\S+)$", re.M)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("root", "abide", "check", "pages", "library", "reference", "katex", "version", "output"):
        parser.add_argument("--" + name, required=True)
    return parser.parse_args()


def run(*command, **options):
    p = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", **options)
    if p.returncode not in (0, 10):
        sys.exit(f"{' '.join(map(str, command))}: exit {p.returncode}\n{p.stdout}")
    return p.stdout


class Pages:
    """The folder that Sphinx reads, and the one with what is copied as it is."""

    def __init__(self, root, folder):
        self.root, self.folder, self.extra = root, folder / "source", folder / "extra"
        self.folder.mkdir(parents=True)
        self.extra.mkdir()

    def place(self, path):
        """Where a file of the project is in the folder of pages; None for what is no page."""
        for room, at in (("data/manual", ""), ("data/format", "format")):
            if path.suffix == ".md" and path.is_relative_to(self.root / room):
                return pathlib.PurePosixPath(at, path.relative_to(self.root / room))
        return None

    def copied(self, path, text=None):
        """A copy beside the pages, for directives."""
        at = self.folder / "files" / path.relative_to(self.root)
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(path.read_bytes() if text is None else text.encode())
        return "/" + at.relative_to(self.folder).as_posix()

    def shown(self, path):
        """A copy in the site, to be read in a browser."""
        at = self.extra / "sources" / (str(path.relative_to(self.root)) + ".txt")
        at.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, at)
        return at.relative_to(self.extra).as_posix()

    def link(self, found, source, at):
        mark, text, target, anchor = found.groups()
        path = (source.parent / target).resolve()
        up = "../" * (len(at.parts) - 1)
        if re.match(r"\w+:", target) or not path.is_relative_to(self.root):
            return found[0]
        if not path.exists():
            if (self.folder / at.parent / target).exists() or (self.extra / at.parent / target).exists():
                return f'<a href="{target}">{text}</a>'  # generated
            sys.exit(f"{source}: no file {target}")
        if mark:
            return f"![{text}]({self.copied(path)})"
        page = self.place(path)
        return f"[{text}]({up}{page}{anchor or ''})" if page else f'<a href="{up}{self.shown(path)}">{text}</a>'

    def converted(self, source, at):
        """The text of a page, its links turned; at is where it will be."""
        def directive(found):
            path = (source.parent / found[2]).resolve()
            if not path.is_relative_to(self.root / "data" / "manual") or path.exists():
                return f"```{{{found[1]}}} " + self.copied(path, self.converted(path, at) if path.suffix == ".md" else None)
            return found[0]

        text, out, last = source.read_text(encoding="utf-8"), "", 0
        for fence in [*FENCE.finditer(text), None]:
            end = fence.start() if fence else len(text)
            out += LINK.sub(lambda m: self.link(m, source, at), text[last:end])
            if fence:
                out += DIRECTIVE.sub(directive, fence[0])
                last = fence.end()
        return out

    def add_all(self):
        for room in ("data/manual", "data/format"):
            for source in sorted((self.root / room).rglob("*.md")):
                at = self.place(source)
                self.write(at, self.converted(source, at))

    def write(self, at, text):
        path = self.folder / at
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def escaped(text):
    """Plain text as Markdown."""
    return re.sub(r"([\\*_<\[$`])", r"\\\1", text)


def gallery(pages, env):
    """One entry for each family: what abide says of it, its example, and the picture of the certificate."""
    text = ""
    names = re.findall(r"^(\w+)$", run("abide", "models", env=env), re.M)
    for name in names:
        page = dict(re.findall(r"^  (\w+) +(.*)$", run("abide", "models", name, env=env), re.M))
        command = page["example"] + f" -o {name}.cert"
        with tempfile.TemporaryDirectory() as folder:
            printed = run("sh", "-c", command, env=env, cwd=folder)
            run("abide", "export", f"{name}.cert", "--to", "svg", "-o", pages.folder / "generated" / f"{name}.svg", env=env, cwd=folder)
        text += (f"## {name}\n\n`{page['syntax']}`: {escaped(page['map'])}.\n\n$${page['LaTeX']}$$\n\nParameters: {escaped(page['parameters'])}.\n\n"
                 f"```console\n$ {command}\n{printed}```\n\n"
                 f"![Laws of {name}](/generated/{name}.svg)\n\n")
        text += f"The family: {escaped(page['laws'])}\n\n" if "laws" in page else ""
        text += f"Source: {escaped(page['source'])}.\n\n" if "source" in page else ""
    pages.write("generated/gallery.md", text)


def paragraphs(text):
    """A docstring as Markdown: what is indented, in columns or a session stays as it is."""
    out = []
    for part in re.split(r"\n\s*\n", inspect.cleandoc(text or "")):
        if re.search(r"^ |\S {2,}\S|^>>>", part, re.M):
            out.append(f"```{'pycon' if '>>>' in part else 'text'}\n{inspect.cleandoc(part)}\n```")
        else:
            out.append(escaped(part))
    return "\n\n".join(out)


def signature(thing):
    """As it is written, without the places of the types; a long one in several lines."""
    found = inspect.signature(thing)
    said = [str(p) for p in found.parameters.values() if p.name != "self"]
    kinds = [p.kind for p in found.parameters.values() if p.name != "self"]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        said.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    lines = textwrap.fill(", ".join(p.replace(" ", "\u00a0") for p in said), 88).replace("\u00a0", " ").replace("\n", "\n    ")
    returns = "" if found.return_annotation is found.empty else f" -> {inspect.formatannotation(found.return_annotation)}"
    text = f"(\n    {lines}){returns}" if "\n" in lines else f"({lines}){returns}"
    return re.sub(r"abide\._\w+\.|'|\"", "", text)


def python_reference(pages, root, library):
    """Functions and classes of the package, from their docstrings."""
    os.environ["ABIDE_LIBRARY"] = library
    sys.path.insert(0, str(root / "apps" / "plugins" / "python"))
    sys.dont_write_bytecode = True
    import abide
    text = ""
    for name in abide.__all__:
        thing = getattr(abide, name)
        is_error = inspect.isclass(thing) and issubclass(thing, Exception)
        text += f"## {name}\n\n"
        if not is_error:
            text += f"```python\nabide.{name}{signature(thing)}\n```\n\n"
        text += paragraphs(thing.__doc__) + "\n\n"
        if inspect.isclass(thing) and not is_error:
            for member, value in vars(thing).items():
                if member.startswith("_") or not (callable(value) or isinstance(value, property)) or not value.__doc__:
                    continue
                said = "" if isinstance(value, property) else signature(value)
                text += f"`{member}{said}`\n: " + re.sub(r"\n(?=.)", "\n  ", paragraphs(value.__doc__)) + "\n\n"
    pages.write("generated/python.md", text)


def take_in(static):
    """Debian's furo loads a style from the root of a server: into the site with it."""
    for style in static.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        for target in set(re.findall(r"url\(/(javascript/[^)]*)", text)):
            beside = pathlib.Path("/usr/share", target)
            shutil.copyfile(beside, style.parent / beside.name)
            style.write_text(text.replace("/" + target, beside.name), encoding="utf-8")


def main():
    given = arguments()
    root, output = pathlib.Path(given.root).resolve(), pathlib.Path(given.output).resolve()
    work = output.parent / "pages"
    for old in (work, output):
        shutil.rmtree(old, ignore_errors=True)
    pages = Pages(root, work)
    programs = {str(pathlib.Path(program).resolve().parent) for program in (given.abide, given.check)}
    env = dict(os.environ, PATH=os.pathsep.join([*programs, os.environ["PATH"]]), LC_ALL="C.UTF-8")
    pages.write("generated/commands.md", run(given.pages, "markdown"))
    gallery(pages, env)
    python_reference(pages, root, given.library)
    shutil.copytree(given.reference, pages.extra / "reference")
    pages.add_all()
    static = work / "static"
    shutil.copytree(given.katex, static / "katex", ignore=shutil.ignore_patterns("contrib", "*.mjs", "*.min.js", "katex.css"))
    for name in ("manual.css", "manual.js"):
        shutil.copyfile(HERE / name, static / name)
    env.update(ABIDE_VERSION=given.version, ABIDE_STATIC=str(static), ABIDE_EXTRA=str(pages.extra))
    said = subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", HERE, "-d", work / "doctrees", "-b", "html",
                           pages.folder, output], env=env)
    if said.returncode != 0:
        sys.exit(said.returncode)
    take_in(output / "_static")
    print(f"The manual: {output}/index.html")


main()
