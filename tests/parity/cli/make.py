"""Writes cases.json.gz: command lines of coverage.py 7.17.3, and what they print, write and answer.

Run it with a Python 3.13 that has coverage 7.17.3:

    python tests/parity/cli/make.py
"""

import json
import pathlib
import re

from transcripts import PROJECTS, case, project, save

SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": '''\
"""A cart."""


class Cart:
    """Holds things."""

    limit: int = 3

    def __init__(self):
        self.things = []

    def add(self, thing):
        if len(self.things) >= self.limit:
            raise ValueError("full")
        self.things.append(thing)
        return self

    def total(self):
        total = 0
        for thing in self.things:
            if thing < 0:
                continue
            total += thing
        else:
            total += 0
        return total

    def __repr__(self):  # pragma: no cover
        return f"Cart({self.things})"


def check(cart, strict=False):
    if strict:
        assert cart.total()
    while True:
        if cart:
            break
    return [
        thing
        for thing in cart.things
        if thing
    ]
''',
    "shop/io.py": '''\
def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return None
    finally:
        print("done")


def match(value):
    match value:
        case 1:
            return "one"
        case [a, b]:
            return a
        case _:
            return "other"
''',
    "shop/empty.py": "# nothing\n",
    "shop/tenth10.py": "X = 1\n",
    "shop/tenth9.py": "X = 1\n",
    "unit.py": '''\
from shop.cart import Cart, check
import shop.empty, shop.tenth10, shop.tenth9

cart = Cart().add(1).add(2)
print(cart.total())
check(cart)
''',
    "heavy.py": '''\
import shop.cart
from shop import io

cart = shop.cart.Cart()
try:
    for number in range(9):
        cart.add(number)
except ValueError:
    pass
shop.cart.check(cart, strict=True)
io.read("nowhere")
io.match([1, 2])
''',
}
project("shop", SHOP, {".unit": ["--branch", "unit.py"], ".heavy": ["--branch", "heavy.py"]})
project("one", SHOP, {"": ["unit.py"]})
project("contexts", SHOP, {".a": ["--branch", "--context", "unit", "unit.py"], ".b": ["--branch", "--context", "heavy|x", "heavy.py"]})
project("lines", SHOP, {".a": ["--context", "unit", "unit.py"], ".b": ["--context", "heavy", "heavy.py"]})
project("mixed", SHOP, {".a": ["unit.py"], ".b": ["--branch", "heavy.py"]})
project("none", {"a.py": "x = 1\n"}, {})
project("relative", {**SHOP, ".coveragerc": "[run]\nrelative_files = true\nbranch = true\n"}, {".unit": ["unit.py"], ".heavy": ["heavy.py"]})
project("source", {**SHOP, ".coveragerc": "[run]\nsource = shop\nbranch = true\n"}, {"": ["unit.py"]})
project("source_dirs", {**SHOP, ".coveragerc": "[run]\nsource =\n  .\n  shop\n  nowhere\nrelative_files = true\n"}, {"": ["unit.py"]})
moved = json.loads(json.dumps(PROJECTS["shop"]).replace('"/project/shop', '"/ci/build/1/shop').replace('"/project/', '"C:\\\\\\\\ci\\\\\\\\'))
PROJECTS["moved"] = moved
broken = json.loads(json.dumps(PROJECTS["one"]))
broken["files"] |= {"shop/cart.py": "def f(:\n", "shop/tenth9.py": "x = 1\n    y\n", "notes.txt": "not ( python", "script": "x = (1,\n"}
broken["data"][".coverage"]["files"] += ["/project/notes.txt", "/project/script", "/project/gone.py"]
PROJECTS["broken"] = broken
encoded = json.loads(json.dumps(PROJECTS["one"]))
encoded["files"] |= {"shop/cart.py": "# coding: uft-8\nx = 1\n", "shop/io.py": "\ufeff# coding: latin-1\nx = 1\n", "unit.py": "# coding: utf-16\nx = 1\n"}
PROJECTS["encoded"] = encoded
plugin = json.loads(json.dumps(PROJECTS["one"]))
PROJECTS["plugin"] = plugin
journal = json.loads(json.dumps(PROJECTS["shop"]))
journal["files"] |= {".coverage.junk": "junk", ".coverage.empty": "", ".coverage.x-journal": "junk"}
PROJECTS["junk"] = journal
twice = json.loads(json.dumps(PROJECTS["shop"]))
twice["data"][".coverage.unit2"] = twice["data"][".coverage.unit"]
PROJECTS["twice"] = twice
spelled = json.loads(json.dumps(PROJECTS["shop"]))
spelled["data"][".coverage.heavy"] = json.loads(json.dumps(spelled["data"][".coverage.heavy"]).replace('"/project/shop/', '"./shop/'))
PROJECTS["spelled"] = spelled
other = json.loads(json.dumps(PROJECTS["lines"]))
other["data"] = {".coverage": other["data"][".coverage.a"]}
other["data"][".coverage"]["meta"] = [["has_arcs", "1"] if key == "has_arcs" else [key, value] for key, value in other["data"][".coverage"]["meta"]]
PROJECTS["other_kind"] = other
nl = json.loads(json.dumps(PROJECTS["contexts"]).replace('"heavy|x"', '"heavy\\nx"'))
PROJECTS["newline"] = nl

for name in ("shop", "one", "contexts", "relative", "source", "source_dirs", "lines"):
    for line in ("report", "report -m", "report --format=markdown -m", "report --format=total", "json", "json --pretty-print", "xml", "lcov", "combine"):
        case(name, line)
for line in (
    "report --sort=cover", "report --sort=-miss", "report --sort=+stmts", "report --sort=Name", "report --sort=-name", "report --sort=branch",
    "report --sort=brpart", "report --sort=nope", "report --sort=", "report --skip-covered", "report --skip-empty -m", "report --skip-covered --skip-empty",
    "report --skip-covered --no-skip-covered", "report --no-skip-covered --skip-cov", "report --precision=2", "report --precision=3 -m", "report --precision=x",
    "report --precision=0x2", "report --precision", "report --fail-under=70", "report --fail-under=99.99", "report --fail-under=100 --precision=1", "report --fail-under=101",
    "report --fail-under=-1", "report --fail-under=x", "report --fail-under=0", "report --format=total --fail-under=99", "report --format=nope", "report --format=",
    "report --include=shop/*", "report --include=*/cart.py,*/io.py --omit=*/io.py", "report --omit=*", "report --include=nope/*", "report --include=***", "report --omit=a[",
    "report shop/cart.py", "report -m shop/cart.py shop/io.py", "report shop/cart.py -m", "report ./shop/cart.py", "report /project/shop/cart.py", "report shop.cart", "report nope.py",
    "report shop", "report -i nope.py shop/cart.py", "report -i nope.py", "report unit.py unit.py", "report shop/cart.pyc", "report -- shop/cart.py", "report shop/../unit.py",
    "report --contexts=nope", "report --contexts=(", "report --keep-combined", "report --keep", "report --skip", "report --inc=shop/*", "report --nope", "report -z", "report -mz", "report -q",
    "report --data-file=.coverage.unit", "report --data-file=nope", "report --data-file=sub/nope", "report --data-file=shop/cart.py", "report --rcfile=nope", "report --rcfile=", "report -mi", "report --debug=x",
    "json -o -", "json -q", "json -o out/deep/report.json", "json --show-contexts", "json --fail-under=99", "json -o", "json -o a -o b", "json --include=nope", "json nope.py -q", "json -m",
    "json unit.py", "json --omit=shop/* --pretty-print", "json --contexts=x",
    "xml -o -", "xml -q -o x.xml", "xml --skip-empty", "xml --fail-under=99", "xml --include=*/io.py", "xml --contexts=x", "xml -o- unit.py", "xml nope.py",
    "lcov -o -", "lcov -q", "lcov -o x.lcov", "lcov --fail-under=99", "lcov --omit=*/cart.py -o -", "lcov --skip-empty",
    "combine --keep", "combine -a", "combine -q", "combine nope", "combine .coverage.unit", "combine . --keep", "combine --keep . .coverage.heavy", "combine --data-file=.coverage.unit", "combine --data-file=sub/all .coverage.unit",
    "combine --data-file=other", "combine shop/cart.py", "combine shop", "combine --nope", "nope", "combine --keep=1",
):
    case("shop", line)
for line in ("report --contexts=unit", "report --contexts=nit,x", "report --contexts=^unit$", "report --contexts=nope", "report --contexts=heavy\\|x -m", "json --show-contexts --contexts=unit", "xml --contexts=unit", "report --contexts=*a", "report --contexts=(?P<n"):
    case("contexts", line)
case("contexts", "json --show-contexts --contexts=heavy", rc="[json]\npretty_print = 1\n")
case("lines", "json --show-contexts --contexts=heavy")
case("contexts", "report", rc="[report]\ncontexts =\n  unit\n")
case("contexts", "xml", rc="[report]\ncontexts =\n  unit\n")
for line in ("report", "report -i", "json", "json -i", "xml", "lcov -i", "report shop/io.py", "report notes.txt", "report script", "report -i script", "report --omit=*/cart.py", "report gone.py", "report -i gone.py", "report --include=gone.py", "report --include=*/tenth9.py"):
    case("broken", line)
case("broken", "report -i", rc="[run]\ndisable_warnings = couldnt-parse\n")
case("broken", "report", rc="[report]\nignore_errors = true\n")
for line in ("report -i", "json -i", "xml -i", "lcov -i", "report unit.py", "report --omit=shop/*", "report -i --omit=shop/*"):
    case("encoded", line)
case("encoded", "report -i", rc="[run]\ndisable_warnings = couldnt-parse\n")
for line in ("report", "combine", "combine --append", "xml", "json -o x.json", "report --keep-combined"):
    case("none", line)
    case("mixed", line)
    case("junk", line)
    case("twice", line)
case("none", "report", __coverage="junk that is long enough")
case("none", "report", __coverage="")
case("none", "combine -a", __coverage="junk that is long enough")
case("none", "xml -o old.xml", old__xml="old")
case("shop", "xml -o old.xml nope.py", old__xml="old")
case("shop", "report", env={"COVERAGE_FILE": ".coverage.unit"})
case("shop", "combine", env={"COVERAGE_FILE": "all"})
case("shop", "combine --data-file=most .coverage.unit", env={"COVERAGE_FILE": "all"})
case("shop", "report", env={"COVERAGE_RCFILE": "my.cfg"}, my__cfg="[report]\nshow_missing = 1\n")
case("shop", "report --rcfile=your.toml", env={"COVERAGE_RCFILE": "my.cfg"}, your__toml="[report]\nskip_empty = true\n", my__cfg="[report]\nshow_missing = 1\n")
case("shop", "report", env={"COVERAGE_RCFILE": "nope.cfg"})
case("shop", "report", env={"HERE": "shop"}, rc="[report]\ninclude = ${HERE}/*\n")
case("shop", "report", rc="[report]\ninclude = ${HERE?}/*\n")
case("shop", "report --rcfile=setup.cfg", setup="[report]\nshow_missing = 1\n")
case("shop", "report", setup="[report]\nshow_missing = 1\n", tox="[coverage:report]\nskip_covered = 1\n")

for line in ("report", "combine", "combine --keep", "json", "xml", "lcov", "report -m shop/cart.py"):
    case("moved", line, rc="[paths]\nsource =\n  .\n  /ci/build/*\n  C:\\ci\n")
    case("moved", line, toml="[tool.coverage.paths]\nsource = ['./', '/ci/build/1', 'C:\\ci']\n[tool.coverage.run]\nrelative_files = true\n")
case("moved", "report")
case("moved", "report -i")
case("moved", "combine")
case("one", "report", rc="[paths]\nsource =\n  shop\n  /ci/*\n")
for config in (
    "[run]\nbranch = maybe\n", "[report]\nprecision = x\n", "[report]\nfail_under = x\n", "[report]\nfail_under = 101\n", "[report]\nfail_under = 90\nprecision = 2\n", "nonsense\n", "[run\n",
    "[run]\nbranch = 1\nbranch = 2\n", "[run]\n[run]\n", "[run]\nbranch\n", "[report]\nexclude_lines = (\n", "[report]\nexclude_also =\n  a\n  b)\n", "[report]\npartial_also = *\n", "[paths]\na =\n  x\n  y*\n",
    "[run]\nconcurrency = foo,bar\n", "[run]\nconcurrency = gevent,eventlet\n", "[report]\nsort = cover\nshow_missing = yes\nskip_covered = on\n", "[report]\nsort = foo\n", "[report]\nformat = total\n", "[report]\nformat = foo\n",
    "[report]\ninclude = ***\n", "[report]\nomit =\n  */cart.py\n  unit.py\n", "[report]\ncontexts = (\n", "[run]\nfoo = 1\n", "[coverage:run]\nfoo = 1\n", "[report]\nexclude_also =\n  def total\n", "[report]\nexclude_lines =\n  if strict\n",
    "[report]\npartial_branches =\n  for thing in\n", "[run]\ndata_file = .coverage.unit\n", "[run]\nparallel = true\n", "[run]\nconcurrency = multiprocessing\n", "[json]\noutput = my.json\npretty_print = yes\nshow_contexts = yes\n",
    "[xml]\noutput = my.xml\npackage_depth = 1\n", "[lcov]\noutput = my.lcov\nline_checksums = true\n", "[report]\nprecision = 1\nfail_under = 77.77\n", "[run]\nsource = shop\n", "[report]\nignore_errors = 7\n", "[xml]\npackage_depth = 1.5\n",
    "[report]\nexclude_also =\n  [a\n", "[report]\nexclude_also =\n  a{2,1}\n", "[report]\nexclude_also =\n  (?x\n", "[report]\nexclude_also =\n  a**\n", "[report]\nexclude_also =\n  \\\n", "[report]\nexclude_also =\n  (?<=a+)b\n",
    "[report]\nexclude_also =\n  a(?i)b\n", "[report]\nexclude_also =\n  \\q\n", "[report]\nexclude_also =\n  (?P<a>x)(?P<a>y)\n", "[report]\nexclude_also =\n  [z-a]\n", "[report]\nexclude_also =\n  (?P=x)\n", "[report]\nexclude_also =\n  \\1\n",
    "[report]\nexclude_also =\n  (?P<1>x)\n", "[report]\nexclude_also =\n  (?q)\n", "[report]\nexclude_also =\n  ?\n", "[report]\nexclude_also =\n  x|*\n", "[report]\nexclude_also =\n  \\x1\n", "[report]\nexclude_also =\n  a++++\n", "[report]\nexclude_also =\n  (?-i:x\n",
):
    kinds = re.match(r"\[(json|xml|lcov)\]", config)
    case("shop", kinds[1] if kinds else "report", rc=config)
for config in (
    "[tool.coverage.run]\nbranch = 'maybe'\n", "[tool.coverage.run]\nbranch = 3\n", "[tool.coverage.report]\nprecision = 1.5\n", "[tool.coverage.report]\nfail_under = 90\n", "[tool.coverage.report]\nfail_under = true\n",
    "[tool.coverage.report]\nexclude_lines = ['(']\n", "[tool.coverage.report]\nexclude_lines = '('\n", "[tool.coverage.report]\nexclude_lines = [1]\n", "[tool.coverage.paths]\na = 'x'\n", "[tool.coverage.run]\ndata_file = 3\n",
    "[tool.coverage.run]\nfoo = 3\n", "[tool.coverage.report]\nskip_empty = true\nsort = 'Cover'\n", "[tool.coverage.json]\noutput = 'x.json'\n", "[run]\nbranch = 3\n",
):
    case("shop", "report", toml=config)
case("shop", "report", toml="[tool.coverage.report]\nskip_empty = true\n", rc="")
case("shop", "report", __coveragerc__toml="[report]\nskip_empty = true\n")

for line in ("report", "report -m", "json", "xml", "lcov", "combine", "report --fail-under=70", "report shop/cart.py"):
    case("spelled", line)
for line in ("report", "json"):
    case("other_kind", line)
for line in ("report --contexts=heavy$", "report --contexts=^x", "report --contexts=heavy.x", "report --contexts=(?m)^x"):
    case("newline", line)
case("twice", "combine . .coverage.unit")
case("twice", "combine --keep .coverage.unit .coverage.unit")
case("one", "report", rc="[run]\ndata_file =\n")
save(pathlib.Path(__file__).parent / "cases.json.gz")
