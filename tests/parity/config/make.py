"""Writes cases.json: configuration files, and what coverage.py 7.17.3 reads from them.

Run it with a Python 3.13 that has coverage 7.17.3:

    python tests/parity/config/make.py

Each case is a set of files in one directory and an environment. Recorded are the file that coverage.py uses, every
setting, the paths and the warnings, or that it ends with an error (with its words, for reading only).
"""

import json
import os
import pathlib
import sys
import tempfile

import coverage
from coverage import config as cov_config

assert coverage.__version__ == "7.17.3" and sys.version_info[:2] == (3, 13)

HERE = pathlib.Path(__file__).parent
FIELDS = [attr for attr, *_ in cov_config.CoverageConfig.CONFIG_FILE_OPTIONS if attr != "_crash"]
OPTIONS = [spec[1:] for spec in cov_config.CoverageConfig.CONFIG_FILE_OPTIONS if spec[0] != "_crash"]

CASES = []


def case(name, env=None, **files):
    """`rc` is .coveragerc, `rctoml` is .coveragerc.toml; the others as they are named."""
    names = {
        "rc": ".coveragerc",
        "rctoml": ".coveragerc.toml",
        "setup": "setup.cfg",
        "tox": "tox.ini",
        "pyproject": "pyproject.toml",
    }
    CASES.append({"name": name, "env": env or {}, "files": {names[k]: v for k, v in files.items()}})


def both(name, ini, toml, **more):
    """The same setting in .coveragerc and in pyproject.toml."""
    case(f"{name}, ini", rc=ini, **more)
    case(f"{name}, toml", pyproject=toml, **more)


# Which file is used.
case("no file at all")
case("empty rc counts", rc="", pyproject="[tool.coverage.run]\nbranch = true\n")
case("empty rc toml counts", rctoml="", setup="[coverage:run]\nbranch = true\n")
case("rc before rc toml", rc="[run]\nbranch = true\n", rctoml="[run]\nparallel = true\n")
case("rc toml before setup", rctoml="[run]\nparallel = true\n", setup="[coverage:run]\nbranch = true\n")
case("setup before tox", setup="[coverage:run]\nbranch = 1\n", tox="[coverage:run]\nparallel = 1\n")
case("tox before pyproject", tox="[coverage:run]\nbranch = 1\n", pyproject="[tool.coverage.run]\nparallel = true\n")
case("setup without settings", setup="[metadata]\nname = x\n", pyproject="[tool.coverage.run]\nbranch = true\n")
case("setup with bare sections", setup="[run]\nbranch = 1\n", pyproject="[tool.coverage.run]\nparallel = true\n")
case("tox with bare sections", tox="[run]\nbranch = 1\n", pyproject="[tool.coverage.run]\nparallel = true\n")
case("setup with only unknown settings", setup="[coverage:run]\nbranches = 1\n", tox="[coverage:report]\nfail_under = 3\n")
case("setup with only an empty section", setup="[coverage:run]\n", tox="[coverage:report]\nfail_under = 3\n")
case("setup with paths only", setup="[coverage:paths]\nsource =\n  src\n  */src\n", tox="[coverage:run]\nbranch = 1\n")
case("setup with an empty path", setup="[coverage:paths]\nsource =\n", tox="[coverage:run]\nbranch = 1\n")
case("setup with an empty paths section", setup="[coverage:paths]\n", tox="[coverage:run]\nbranch = 1\n")
case("setup with plugin options only", setup="[coverage:my_plugin]\nx = 1\n", tox="[coverage:run]\nbranch = 1\n")
case("pyproject with bare sections", pyproject="[run]\nbranch = true\n")
case("pyproject without settings", pyproject="[project]\nname = 'x'\n")
case("pyproject with unknown only", pyproject="[tool.coverage.run]\nbrunch = true\n")
case("pyproject with empty tables", pyproject="[tool.coverage.run]\n[tool.coverage.paths]\n")
case("rc with prefix", rc="[coverage:run]\nbranch = 1\n")
case("rc with both sections", rc="[run]\nbranch = 1\n[coverage:run]\nparallel = 1\n[report]\nprecision = 2\n")
case("rc toml with both sections", rctoml="[run]\nbranch = true\n[tool.coverage.run]\nparallel = true\n[report]\nprecision = 2\n")
case("a broken file before the good one", setup="nonsense\n", pyproject="[tool.coverage.run]\nbranch = true\n")
case("a broken file after the good one", rc="[run]\nbranch = 1\n", setup="nonsense\n", pyproject="[[[")
case("invalid after the good one", setup="[coverage:run]\nbranch = 1\n", tox="[coverage:run]\nbranch = maybe\n")

# Every setting, with a value that is not its default, in both formats.
for where, *kind in OPTIONS:
    section, option = where.split(":")
    kind = kind[0] if kind else "str"
    value = {
        "boolean": ("true", "true"),
        "list": ("thread, multiprocessing", "['thread', 'multiprocessing']"),
        "regexlist": ("one\n  two, three", "['one', 'two, three']"),
        "file": ("~/x/$NAME", "'~/x/$NAME'"),
        "int": ("3", "3"),
        "float": ("87.5", "87.5"),
        "str": ("some $NAME text", "'some $NAME text'"),
    }[kind]
    env = {"HOME": "/home/me", "NAME": "given"}
    both(f"set {where}", f"[{section}]\n{option} = {value[0]}\n", f"[tool.coverage.{section}]\n{option} = {value[1]}\n", env=env)
    case(f"set {where}, setup.cfg", env=env, setup=f"[coverage:{section}]\n{option} = {value[0]}\n")
    both(f"empty {where}", f"[{section}]\n{option} =\n", f"[tool.coverage.{section}]\n{option} = ''\n")
    case(f"empty list {where}", pyproject=f"[tool.coverage.{section}]\n{option} = []\n")
    if kind != "str":
        for number, wrong in enumerate(["[1]", "'x'", "1979-05-27", "{a = 1}", "[['x']]"]):
            case(f"wrong {where} {number}", pyproject=f"[tool.coverage.{section}]\n{option} = {wrong}\n")
        case(f"wrong {where}, ini", rc=f"[{section}]\n{option} = some text\n")

for number, text in enumerate(["5", "true", "['x']", "{a = 1}", "1.5"]):
    for where in ["report]\nsort", "html]\ntitle", "run]\ncommand_line"]:
        case(f"untyped {where} {number}", pyproject=f"[tool.coverage.{where} = {text}\n")

# Booleans.
for text in ["1", "0", "yes", "no", "on", "off", "true", "false", "TRUE", "Yes", "oN", "2", "t", "y", "none", "", "true ", "true # x"]:
    both(f"boolean {text!r}", f"[run]\nbranch = {text}\n", f"[tool.coverage.run]\nbranch = '{text}'\n")
for text in ["1", "0", "1.0", "[true]"]:
    case(f"boolean {text} bare", pyproject=f"[tool.coverage.run]\nbranch = {text}\n")

# Numbers.
for text in ["0", "2", "-1", "+3", " 4 ", "1_000", "1__0", "_1", "1_", "0x10", "1.0", "1e2", "", "two", "99999999999", "1 0", "007", "- 1"]:
    both(f"int {text!r}", f"[report]\nprecision = {text}\n", f"[tool.coverage.report]\nprecision = '{text}'\n")
for text in ["true", "false", "2.0", "+7", "0x10", "1_0"]:
    case(f"int {text} bare", pyproject=f"[tool.coverage.report]\nprecision = {text}\n")
for text in ["0", "80", "80.5", "80.", ".5", "1e1", "1E+1", "+5", "-0.0", "1_0.2_5", "1_.5", "80%", "", "5 5", "0x1p3", "99.999", "1e", "e1", "."]:
    both(f"float {text!r}", f"[report]\nfail_under = {text}\n", f"[tool.coverage.report]\nfail_under = '{text}'\n")
for text in ["true", "80", "80.25", "1e1"]:
    case(f"float {text} bare", pyproject=f"[tool.coverage.report]\nfail_under = {text}\n")

# Lists.
for number, text in enumerate([
    "a", "a,b", "a, b ,c", "a,,b", ",", "\n  a\n  b", "a\n  b, c\n\n  d", "a\n  # no\n  b", "a # yes", "\n\n  a\n", "a\n b\n  c",
    "a;b", "\u00a0a\u00a0,b\u2003", "a\x1cb", "x=1", "x: 2", "\n  [not]\n  = b", "\"a\", 'b'", "\n\ta\n\tb",
]):
    for option in ["run]\nomit", "report]\nexclude_also", "paths]\nsource"]:
        case(f"list {number} {option}", rc=f"[{option} = {text}\n")
for number, text in enumerate(["[]", "['a']", "['a', 'b,c', ' d ', '', \"e\\nf\"]", "'a'", "['a', 1]", "[[]]", "['$X', '${Y-z}', '$$']"]):
    for option in ["run]\nomit", "report]\nexclude_also", "paths]\nsource"]:
        case(f"list {number} {option}, toml", env={"X": "1, 2"}, pyproject=f"[tool.coverage.{option} = {text}\n")
case("regexes end at every kind of line end", env={"X": "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\rj\r\nk"}, rc="[report]\nexclude_lines = $X\n")

# Variables.
VARIABLES = {"A": "one", "B_2": "two", "EMPTY": "", "\u00e9t\u00e9": "summer", "LIST": "x, y", "DOLLAR": "$A"}
for text in [
    "$A", "${A}", "$A$B_2", "x${A}y", "$Ax", "$$A", "$$$A", "$$$$", "$", "a$", "$ A", "$-", "${", "${}", "${A", "${A-}", "${A-no}", "${C-no}",
    "${C-}", "${C}", "$C", "${C-a-b?}", "${C-${A}}", "${C--}", "${C?}", "${A?}", "${C?no}", "${A no}", "${EMPTY-no}", "$EMPTY", "${EMPTY?}",
    "$\u00e9t\u00e9", "${\u00e9t\u00e9}", "$DOLLAR", "${ A }", "$A.$B_2", "$1", "${LIST}", "${C-a, b}", "${C-a}b}", "$A-x", "$(A)", "%(A)s", "%A%",
]:
    quoted = json.dumps(text, ensure_ascii=False)
    both(f"variable {text}", f"[html]\ntitle = {text}\n", f"[tool.coverage.html]\ntitle = {quoted}\n", env=VARIABLES)
    both(f"variable in a list {text}", f"[run]\nomit = {text}\n", f"[tool.coverage.run]\nomit = [{quoted}]\n", env=VARIABLES)
both("variable for a boolean", "[run]\nbranch = $B\n", "[tool.coverage.run]\nbranch = '$B'\n", env={"B": "true"})
both("variable for a number", "[report]\nfail_under = ${F-70}\n", "[tool.coverage.report]\nfail_under = '${F-70}'\n")
both("variable for an int", "[report]\nprecision = $P\n", "[tool.coverage.report]\nprecision = '$P'\n", env={"P": " 2 "})

# Home directories.
for text in ["~", "~/x", "~x/y", "a/~", "/~", "~/", "$TILDE/x"]:
    for home in ["/home/me", "/", "/home/me/"]:
        env = {"HOME": home, "TILDE": "~"}
        both(f"home {text} {home}", f"[run]\ndata_file = {text}\n", f"[tool.coverage.run]\ndata_file = '{text}'\n", env=env)
        both(f"home in paths {text} {home}", f"[paths]\nx = {text}\n", f"[tool.coverage.paths]\nx = ['{text}']\n", env=env)

# The ini format.
for number, text in enumerate([
    "[run]\nbranch=1", "[run]\nbranch:1\n", "[run]\nbranch : 1\n", "[run]\nbranch = = 1\n", "[run]\nBRANCH = 1\n", "[RUN]\nbranch = 1\n",
    "[run]\n  branch = 1\n  parallel = 1\n", "[run]\nbranch = 1\n  parallel = 1\n", "  [run]\nbranch = 1\n", "[run]\nomit =\n  a\n[report]\nfail_under = 5\n",
    "[run]\nomit =\n  a\n  [report]\n  fail_under = 5\n", "[run] # x\nbranch = 1\n", "[run]x\nbranch = 1\n", "[run\nbranch = 1\n", "run]\nbranch = 1\n",
    "[]\nbranch = 1\n", "[]]\nbranch = 1\n", "[a]b]\n[run]\nbranch = 1\n", "[ run ]\nbranch = 1\n", "# c\n; c\n\n[run]\n# c\nbranch = 1\n   ; c\n",
    "[run]\nbranch = 1 ; c\n", "[run]\nbranch = 1\nbranch = 0\n", "[run]\nbranch = 1\nBranch = 0\n", "[run]\n[run]\n", "[run]\nbranch = 1\n[x]\n[run]\n",
    "[x]\n[x]\n", "[DEFAULT]\nbranch = 1\n", "[DEFAULT]\nbranch = 1\n[run]\n", "[DEFAULT]\nbranch = 1\n[run]\nbranch = 0\n", "[DEFAULT]\nother = 1\n[run]\n[report]\n",
    "[DEFAULT]\na = 1\n[DEFAULT]\nb = 2\n[run]\n", "[DEFAULT]\na = 1\n[DEFAULT]\na = 2\n", "[DEFAULT]\nx = q\n[paths]\nsource = a\n", "[DEFAULT]\nsource = q\n[paths]\nz = 1\nsource = a\n",
    "[default]\nbranch = 1\n[run]\n", "branch = 1\n", "[run]\nbranch\n", "[run]\nbranch\nparallel = 1\n", "[run]\n= 1\n", "[run]\n : 1\n", "[run]\nomit = a\n\n  b\n\n\n  c\n\nbranch = 1\n",
    "[run]\nomit = a\n# c\n  b\n", "[run]\nomit = a\n  # c\n  b\n", "[run]\nomit = a\n  b = c\n", "[run]\nomit = a\n b\n  c\n b\n", "[run]\nomit = a\nb\n", "[run]\n  omit = a\n b\n",
    "[run]\n  omit = a\n b = 1\n", "[run]\n\tomit = a\n  b\n", "[run]\r\nbranch = 1\r\nomit =\r\n  a\r\n  b\r\n", "[run]\rbranch = 1\r", "\ufeff[run]\nbranch = 1\n", "\n\n\n[run]\nbranch = 1",
    "[run]\nbranch = 1\x0c\n", "[run]\n\u00a0\u00a0branch = 1\n", "[run]\nomit = a\n\u2003b\n", "[run]\n\x0c\nbranch = 1\n", "[run]\nomit = a\x85b\n", "[run]\nomit = a\u2028b\n", "[run]\nsort = a\n  b\n",
    "[run]\n\u0130 = 1\n", "[run]\nomit = \u00fcber/*\n", "[html]\ntitle = a\n\n   b\n\n", "[run]\nomit =\n  [x]\n", "[run]\nomit = [x]\n[y]\n", "[run]\n[report] = 5\n", "[run]\na=1\na:2\n",
    "[run]\n'branch' = 1\n", "[run]\nbranch = '1'\n", "[run]\nbranch ==1\n", "[run]\n;branch = 1\n", "[run]\n#\n", "[run]\nbranch = 1\n\x1f\n", "[run]\nomit = a\n    b\n  c\n", "   \n\t\n", "[\n", "]\n",
    "[run]\nomit = a\n;b\n c\n", "[run]\nsource = \n\n\n", "[run]\n x = 1\ny = 2\n", "[run]\nbranch = 1\n[report]\n  fail_under = 1\n\n  precision = 1\n",
]):
    case(f"ini {number}", rc=text)
    case(f"ini {number} in setup.cfg", setup=text.replace("[run]", "[coverage:run]").replace("[report]", "[coverage:report]"))

# The TOML format.
for number, text in enumerate([
    "tool.coverage.run.branch = true", "[tool.coverage]\nrun = {branch = true}", "[tool]\ncoverage = 5", "tool = 5", "[tool.coverage]\nrun = 5", "[tool.coverage]\nrun = 'branch'",
    "[tool.coverage]\nrun = []", "[[tool.coverage.run]]\nbranch = true", "[tool.coverage]\npaths = 'x'", "[tool.coverage.paths]\nx = 'a'", "[tool.coverage.paths]\nx.y = ['a']",
    "[tool.coverage.paths]\nz = ['1']\na = ['2']\nm = ['3']", "[tool.coverage.run]\nBranch = true", "[tool.coverage.run]\nbranch = true\nbranch = false", "[tool.coverage.run\n",
    "[tool.coverage.run]\r\nbranch = true\r\n", "\ufeff[tool.coverage.run]\nbranch = true", "[tool.coverage.run]\n\"branch\" = true", "[tool.'coverage'.\"run\"]\nbranch = true",
    "['tool.coverage.run']\nbranch = true", "[tool.coverage.run]\nomit = [\n 'a', # c\n 'b',\n]", "[tool.coverage.run]\nomit = '''\na\nb'''", "[tool.coverage.report]\nexclude_lines = ['''\na\nb''']",
    "[tool.coverage.report]\nexclude_also = ['', '  ', ' x ']", "[tool.coverage.run]\nconcurrency = ['thread']", "[tool.coverage.run]\nunknown = 1\nother.deep = 2\n[tool.coverage.run.more]\n",
    "[tool.coverage.nothing]\nx = 1\n[tool.coverage.run]\nbranch = true", "[tool.coverage.run]\nfail_under = 80", "x = 1\n" * 1, "[tool.coverage.xml]\nfail_under = 1\n[tool.coverage.json]\nindent = 2\n[tool.coverage.lcov]\nq = 1",
    "[tool.covscope]\nlanes = ['a']", "[tool.coverage.run]\nplugins = ['p']\n[tool.coverage.p]\nx = 1",
]):
    case(f"toml {number}", pyproject=text)
    case(f"toml {number} in .coveragerc.toml", rctoml=text)
    case(f"toml {number} without prefix", rctoml=text.replace("tool.coverage.", "").replace("[tool.coverage]", "").replace("tool.coverage", ""))

# What is made of the settings in the end.
both("exclude lists are joined", "[report]\nexclude_lines = a\nexclude_also = b\n", "[tool.coverage.report]\nexclude_lines = ['a']\nexclude_also = ['b']\n")
both("exclude_also alone", "[report]\nexclude_also = b\npartial_also = c\n", "[tool.coverage.report]\nexclude_also = ['b']\npartial_also = ['c']\n")
both("partial lists are joined", "[report]\npartial_branches = a\npartial_also = b\n", "[tool.coverage.report]\npartial_branches = ['a']\npartial_also = ['b']\n")
both("patch subprocess is parallel", "[run]\npatch = subprocess\n", "[tool.coverage.run]\npatch = ['subprocess']\n")
for text in ["thread", "greenlet", "thread, gevent", "gevent, eventlet", "greenlet, multiprocessing, thread", "Thread", "thraed", "gevent, gevent"]:
    items = ", ".join(f"'{item.strip()}'" for item in text.split(","))
    both(f"concurrency {text}", f"[run]\nconcurrency = {text}\n", f"[tool.coverage.run]\nconcurrency = [{items}]\n")
for text in ["-1", "101", "100", "100.01", "nan", "inf", "-0.5"]:
    both(f"fail_under {text}", f"[report]\nfail_under = {text}\n", f"[tool.coverage.report]\nfail_under = {text}\n")
both("a broken regex", "[report]\nexclude_lines = (\n", "[tool.coverage.report]\nexclude_lines = ['(']\n")


def record(one, directory):
    for old in directory.iterdir():
        old.unlink()
    for name, text in one["files"].items():
        (directory / name).write_bytes(text.encode())
    os.environ.clear()
    os.environ.update(one["env"])
    warnings = []
    try:
        config = cov_config.read_coverage_config(config_file=True, warn=warnings.append)
    except BaseException as error:  # also what would be a traceback
        words = str(error).replace(str(directory), "")
        return {"error": f"{type(error).__name__}: {words}"}
    settings = {field: getattr(config, field) for field in FIELDS}
    fail_under = settings["fail_under"]
    settings["fail_under"] = fail_under if 0 <= fail_under <= 100 else f"invalid: {fail_under}"
    default = cov_config.CoverageConfig()
    return {
        "file": config.config_file and os.path.basename(config.config_file),
        # Only what is no default, or every case would be a page.
        "settings": {field: value for field, value in settings.items() if value != getattr(default, field)},
        "paths": list(config.paths.items()),
        "warnings": sorted(warnings),
    }


def main():
    lines = []
    default = cov_config.CoverageConfig()
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary).resolve()
        os.chdir(directory)
        for one in CASES:
            one.update(record(one, directory))
            lines.append(json.dumps(one, ensure_ascii=True))
        os.chdir("/")
    os.environ.update(kept)
    defaults = json.dumps({field: getattr(default, field) for field in FIELDS})
    text = '{"defaults": ' + defaults + ',\n"cases": [\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / "cases.json").write_text(text)
    names = [one["name"] for one in CASES]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1]
    print(len(CASES), "cases,", sum("error" in one for one in CASES), "of them errors")


if __name__ == "__main__":
    main()
