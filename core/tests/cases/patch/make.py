"""Writes cases.json: diffs as git and diff write them, and which lines of which files they add.

    python3 core/tests/cases/patch/make.py

Needed are git and GNU diff. Which lines were added is not read from the diffs: git blame tells it, of the commits that the diff is about.
Texts are kept as Latin-1, so that every byte is itself.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CASES = []

ENV = {
    **os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "TZ": "UTC", "LC_ALL": "C",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}
TEXT = "".join(f"line {n}\n" for n in range(1, 31)).encode()


class Repo:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments, code=0):
        options = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
        done = subprocess.run(["git", *options, *arguments], cwd=self.path, env=ENV, capture_output=True)
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout

    def write(self, files):
        for name, content in files.items():
            path = os.path.join(os.fsencode(self.path), name.encode("latin-1"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if content is None:
                os.remove(path)
            else:
                with open(path, "wb") as out:
                    out.write(content)

    def commit(self, files, message="change"):
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").decode().strip()

    def files(self):
        return {name.decode("latin-1") for name in self.git("ls-tree", "-r", "-z", "--name-only", "HEAD").split(b"\0") if name}

    def added(self, name, since, *how):
        """The lines that came after a commit, with their texts."""
        path = os.path.join(os.fsencode(self.path), name.encode("latin-1"))
        old = set(self.git("rev-list", since).decode().split())
        told = self.git("blame", "--porcelain", *how, "HEAD", "--", path).split(b"\n")
        lines, number, commit = [], None, None
        for line in told:
            if line.startswith(b"\t"):
                if commit not in old:
                    lines.append([number, line[1:].removesuffix(b"\r").decode("latin-1")])
            elif re.match(rb"[0-9a-f]{40} \d+ \d+", line):
                commit, number = line.split()[0].decode(), int(line.split()[2])
        return lines


def case(name, diff, files):
    """`files`: name, status, old name, added lines."""
    CASES.append({"name": name, "diff": diff.decode("latin-1"), "files": sorted(files)})


def two(name, before, after, files, *how, edit=lambda diff: diff):
    """One commit on another; `files` are those of the diff with status and old name."""
    repo = Repo()
    base = repo.commit(before)
    repo.commit(after)
    diff = edit(repo.git("diff", *how, base, "HEAD"))
    here = repo.files()
    case(name, diff, [[file, status, old, repo.added(file, base) if file in here else []] for file, status, old in files])


def changed(text, *numbers, word=b"new"):
    lines = text.splitlines(True)
    for number in numbers:
        lines[number - 1] = word + b" %d\n" % number
    return b"".join(lines)


def ways_of_git():
    before = {"p/a.py": TEXT, "b.py": TEXT}
    after = {"p/a.py": changed(TEXT, 2, 3, 20) + b"more\n", "b.py": b"first\n" + TEXT}
    both = [("p/a.py", "modified", None), ("b.py", "modified", None)]
    for how in ["", "-U0", "-U1", "-U100", "--no-prefix", "-c diff.mnemonicPrefix=true", "--src-prefix=before/ --dst-prefix=after/",
                "--stat -p", "--full-index", "-W", "--output-indicator-new=+"]:
        if how.startswith("-c "):
            repo = Repo()
            base = repo.commit(before)
            repo.write(after)
            diff = repo.git("-c", how[3:], "diff")
            repo.commit({})
            case(f"git {how}", diff, [[file, status, old, repo.added(file, base)] for file, status, old in both])
        else:
            two(f"git diff {how}".strip(), before, after, both, *how.split())
    two("lines that end in CR LF", before, after, both, edit=lambda diff: diff.replace(b"\n", b"\r\n"))
    two("without spaces at the ends of lines", {"a.py": b"a\n\nb\n"}, {"a.py": b"a\n\nc\n"}, [("a.py", "modified", None)], edit=lambda diff: diff.replace(b"\n \n", b"\n\n"))
    crlf = TEXT.replace(b"\n", b"\r\n")
    two("a file with CR LF", {"a.py": crlf}, {"a.py": crlf.replace(b"line 4\r", b"new\r")}, [("a.py", "modified", None)])
    two("nothing", before, before, [])


def what_becomes_of_files():
    one = {"a.py": TEXT}
    two("new", {}, {"a.py": b"x\ny\n"}, [("a.py", "added", None)])
    two("new and empty", {}, {"a.py": b""}, [("a.py", "added", None)])
    two("deleted", one, {"a.py": None}, [("a.py", "deleted", None)])
    two("emptied", one, {"a.py": b""}, [("a.py", "modified", None)])
    two("renamed", one, {"a.py": None, "p/b.py": TEXT}, [("p/b.py", "renamed", "a.py")])
    two("renamed and changed", one, {"a.py": None, "p/b.py": changed(TEXT, 7)}, [("p/b.py", "renamed", "a.py")])
    two("renamed, without prefixes", one, {"a.py": None, "p/b.py": changed(TEXT, 7)}, [("p/b.py", "renamed", "a.py")], "--no-prefix")
    for how in ["", "--binary"]:
        repo = Repo()
        base = repo.commit({"a.bin": b"\0" + bytes(range(200)), "a.py": TEXT})
        repo.commit({"a.bin": b"\0" + bytes(range(100, 250)), "a.py": changed(TEXT, 1)})
        diff = repo.git("diff", *how.split(), base, "HEAD")
        case(f"binary {how}".strip(), diff, [["a.bin", "modified", None, []], ["a.py", "modified", None, repo.added("a.py", base)]])
    repo = Repo()
    base = repo.commit(one)
    os.chmod(repo.path / "a.py", 0o755)
    repo.commit({})
    case("mode", repo.git("diff", base, "HEAD"), [["a.py", "modified", None, []]])
    for name, before, after in [("the old end", b"a\nb", b"a\nb\nc\n"), ("the new end", b"a\nb\n", b"a\nc"), ("both ends", b"a\nb", b"a\nc")]:
        two(f"no newline at {name}", {"a.py": before}, {"a.py": after}, [("a.py", "modified", None)])
    repo = Repo()
    base = repo.commit({"a.py": TEXT})
    repo.commit({"b.py": changed(TEXT, 3)})
    case("copied", repo.git("diff", "-C", "-C", base, "HEAD"), [["b.py", "copied", "a.py", [[3, "new 3"]]]])
    repo = Repo()
    # Below 400 bytes, git takes no file for another.
    one, other = (b"".join(b"%s, a longer text, line %d\n" % (word, n) for n in range(30)) for word in (b"one", b"other"))
    base = repo.commit({"a.py": one, "b.py": other})
    repo.commit({"a.py": changed(other, 2), "b.py": changed(one, 3)})
    case("two files that change places", repo.git("diff", "-B", "-M", base, "HEAD"), [["a.py", "renamed", "b.py", [[2, "new 2"]]], ["b.py", "renamed", "a.py", [[3, "new 3"]]]])


def names():
    latin = "gr\u00fc\u00df.py".encode().decode("latin-1")
    for name in ["with space.py", "a b/c d.py", latin, "tab\there.py", 'quo"te.py', "back\\slash.py", "new\nline.py", " b/x.py", "\xff.py", "a b b/a b.py"]:
        for how in [(), ("--no-prefix",)]:
            two(f"called {name!r} {' '.join(how)}".strip(), {name: TEXT}, {name: changed(TEXT, 5)}, [(name, "modified", None)], *how)
        two(f"{name!r}, new", {}, {name: b"x\n"}, [(name, "added", None)])
    two("not quoted", {latin: TEXT}, {latin: changed(TEXT, 5)}, [(latin, "modified", None)])
    repo = Repo()
    base = repo.commit({latin: TEXT})
    repo.commit({latin: changed(TEXT, 5)})
    case("core.quotePath=false", repo.git("-c", "core.quotePath=false", "diff", base, "HEAD"), [[latin, "modified", None, [[5, "new 5"]]]])
    two("a mode change of a name with spaces, renamed", {"a b.py": TEXT}, {"a b.py": None, "c d e.py": TEXT}, [("c d e.py", "renamed", "a b.py")])


def mails():
    repo = Repo()
    base = repo.commit({"a.py": TEXT, "b.py": TEXT})
    repo.commit({"a.py": changed(TEXT, 5, 25)}, "one\n\n@@ -1 +1 @@ is no hunk in a message\n--- nor is this a file\n")
    two_ = changed(TEXT, 5, 25, 26).splitlines(True)
    repo.commit({"a.py": b"".join([b"top\n", b"top\n", *two_[:9], *two_[12:]]), "c.py": b"1\n2\n3\n"}, "two")
    repo.git("mv", "a.py", "d.py")
    third = (repo.path / "d.py").read_bytes().replace(b"new 25\n", b"").replace(b"line 20\n", b"line 20\nafter 20\n")
    repo.commit({"d.py": third, "c.py": b"0\n1\n3\n"}, "three")
    repo.commit({"d.py": third.replace(b"top\n", b"", 1), "b.py": None}, "four")
    files = [["d.py", "renamed", "a.py", repo.added("d.py", base)], ["c.py", "added", None, repo.added("c.py", base)], ["b.py", "deleted", None, []]]
    case("four mails", repo.git("format-patch", "--stdout", "-M", base), files)
    case("four mails without context", repo.git("format-patch", "--stdout", "-M", "-U0", base), files)
    case("four mails and a cover letter", repo.git("format-patch", "--stdout", "-M", "--cover-letter", base), files)
    last = repo.git("rev-parse", "HEAD~1").decode().strip()
    case("git show", repo.git("show", "HEAD"), [["b.py", "deleted", None, []], ["d.py", "modified", None, repo.added("d.py", last)]])


def many_mails(seed):
    """Commits that take away, put in and change lines at random."""
    chance = random.Random(seed)
    repo = Repo()
    lines = [b"line %d\n" % n for n in range(40)]
    base = repo.commit({"a.py": b"".join(lines)})
    for commit in range(6):
        for edit in range(chance.randint(1, 4)):
            at, new = chance.randint(0, len(lines)), [b"%d.%d.%d\n" % (commit, edit, n) for n in range(chance.randint(0, 3))]
            lines[at:at + chance.randint(0, 3)] = new
        repo.commit({"a.py": b"".join(lines)})
    how = chance.choice(["-U0", "-U1", "-U3", "-U8"])
    added = repo.added("a.py", base)
    case(f"six random mails, {seed}", repo.git("format-patch", "--stdout", how, base), [["a.py", "modified", None, added]])


def merges():
    repo = Repo()
    base = repo.commit({"a.py": TEXT})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"a.py": changed(TEXT, 10, 20, word=b"side")})
    repo.git("checkout", "-q", "main")
    first = repo.commit({"a.py": changed(TEXT, 10, 15, word=b"main")})
    repo.git("merge", "side", code=1)
    merged = changed(changed(changed(TEXT, 20, word=b"side"), 15, word=b"main"), 10, word=b"both") + b"more\n"
    repo.commit({"a.py": merged})
    added = repo.added("a.py", first, "--first-parent")
    case("a merge, all of it", repo.git("show", "-c", "HEAD"), [["a.py", "modified", None, added]])
    dense = repo.git("show", "--cc", "-U0", "HEAD")
    case("a merge, dense", dense, [["a.py", "modified", None, [line for line in added if line[1] != "side 20"]]])


def plain():
    def diff(*arguments):
        done = subprocess.run(["diff", *arguments], cwd=folder.name, env=ENV, capture_output=True)
        assert done.returncode == 1, done
        return re.sub(rb"(?m)^((?:---|\+\+\+) [^\t\n]*\t)[^\n]*", rb"\g<1>2026-01-01 00:00:00.000000000 +0000", done.stdout)
    folder = tempfile.TemporaryDirectory()
    path = pathlib.Path(folder.name)
    for name, text in [("old/p/a.py", TEXT), ("new/p/a.py", changed(TEXT, 4)), ("old/p/b c.py", TEXT), ("new/p/b c.py", changed(TEXT, 9)), ("new/p/d.py", b"x\n")]:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(text)
    (path / "a.py.orig").write_bytes(TEXT)
    (path / "a.py").write_bytes(changed(TEXT, 4, 5))
    case("diff -u", diff("-u", "a.py.orig", "a.py"), [["a.py", "modified", None, [[4, "new 4"], [5, "new 5"]]]])
    files = [["p/a.py", "modified", None, [[4, "new 4"]]], ["p/b c.py", "modified", None, [[9, "new 9"]]]]
    case("diff -ru", diff("-ru", "old", "new"), files)
    case("diff -ruN", diff("-ruN", "old", "new"), [*files, ["p/d.py", "modified", None, [[1, "x"]]]])
    case("svn diff", b"Index: p/a.py\n" + b"=" * 67 + b"\n--- p/a.py\t(revision 1)\n+++ p/a.py\t(working copy)\n@@ -1 +1,2 @@\n a\n+b\n\n", [["p/a.py", "modified", None, [[2, "b"]]]])
    repo = subprocess.run(["git", "diff", "--no-index", "old/p", "new/p"], cwd=folder.name, env=ENV, capture_output=True).stdout
    case("git diff --no-index", repo, [["new/p/a.py", "modified", None, [[4, "new 4"]]], ["new/p/b c.py", "modified", None, [[9, "new 9"]]], ["new/p/d.py", "added", None, [[1, "x"]]]])


if __name__ == "__main__":
    for cases in (ways_of_git, what_becomes_of_files, names, mails, merges, plain):
        cases()
    for seed in range(8):
        many_mails(seed)
    (HERE / "cases.json").write_text("[\n" + ",\n".join(json.dumps(one, sort_keys=True) for one in CASES) + "\n]\n")
    print(len(CASES))
