"""Random Python programs, one JSON object a line: {"path": seed, "text": program}.

    python3 tests/parity/programs.py --python 3.13 --count 1000 [--seed 1]

All kinds of statements are nested in each other at random; the same seed gives the same program on every machine. A program needs no sense,
but nearly all are accepted by the Python they are made for. They are full of dead code, which real programs hardly have.
"""

import argparse
import json
import random

NAMES = ["a", "b", "c", "d.e", "a[0]"]
CONSTANTS = ["0", "1", "2", "-1", "1.5", "2j", "''", "'s'", "b'x'", "None", "True", "False", "...", "()", "(1, 2)", "1 + 1", "1 - 1", "'a' * 2",
             "'ab'[0]", "not ()", "10 ** 40", "__debug__", "('a', 0)[1]", "f''", "f'x'", "'p' 'q'", "-0.0", "~5", "'''t\nu'''"]
TESTS = ["a"] * 8 + ["a.b", "a()", "a == 1", "not a", "a and b", "a or b", "0", "1", "True", "False", "None", "not 0", "not 1", "__debug__",
                     "not __debug__", "a and 0", "a or 1", "0 and a", "1 or a", "1 and a", "0 or a", "not (a and 0)", "a and (b or 1)",
                     "(1 if a else 0)", "(a if 1 else 0)", "(0 if a else 0)", "1 and 1", "0 or 0 or a", "TYPE_CHECKING", "a in (1, 2)", "a in [1, 2]",
                     "(a := 0)", "1 == 2", "a < b < c", "a is None", "''", "'s'", "...", "f'x'", "f''", "(yes)", "[]", "[1]", "{}"]
COMMENTS = ["# pragma: no cover", "# pragma: no branch", "# a comment", "#pragma:NO COVER x"]
DOCSTRINGS = ["'doc'", "'''Doc.\n\nstring'''", "'doc'; a()", "r'doc' 'x'", "f'no doc'", "b'no doc'"]


class Scope:
    """What the grammar must know about the place of a statement."""

    def __init__(self, kind, is_async=False, yields=False, outer=(), own=()):
        self.kind, self.is_async, self.yields = kind, is_async, yields
        self.outer, self.inner = outer, (*outer, *own)  # names for `nonlocal` here, and in functions within
        self.loop = self.starred = False  # in a loop; in an `except*`, out of which nothing may jump


class Programs:
    def __init__(self, python, seed):
        self.python = tuple(map(int, python.split(".")))
        self.random = random.Random(seed)
        self.count = 0

    # Words

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *items):
        return self.random.choice(items)

    def fresh(self, start):
        self.count += 1
        return f"{start}{self.count}"

    # Expressions

    def test(self):
        if self.chance(0.25):
            return self.expression(2)
        test = self.random.choice(TESTS)
        if self.chance(0.1):
            test = f"({self.random.choice(TESTS)} {self.pick('and', 'or')} {test})"
        return f"not {test}" if self.chance(0.05) else test

    def items(self, depth, least=0, most=3):
        return [self.expression(depth - 1) for _ in range(self.random.randint(least, most))]

    def joined(self, items):
        """The items between brackets, perhaps on several lines."""
        if items and self.chance(0.15):
            return "\n  " + ",\n  ".join(items) + self.pick("", ",", "\n", ",\n")
        return ", ".join(items)

    def expression(self, depth=3):
        if depth <= 0 or self.chance(0.35):
            return self.random.choice(NAMES if self.chance(0.6) else CONSTANTS)
        inner = lambda: self.expression(depth - 1)
        kind = self.random.randrange(24)
        if kind < 4:
            named = [f"{self.pick('k', 'l')}{n}={inner()}" for n in range(self.random.choice([0, 0, 1, 2]))]
            star = self.pick(*[""] * 6, "*a", "**b")
            arguments = self.items(depth) + ([star] if star == "*a" else []) + named + ([star] if star == "**b" else [])
            return f"{self.pick('a', 'b', 'd.e')}({self.joined(arguments)})"
        if kind == 4:
            return f"({inner()} {self.pick('+', '-', '*', '%', '|', '//', '@')} {inner()})"
        if kind == 5:
            return f"({inner()} {self.pick('and', 'or')} {inner()})"
        if kind == 6:
            return f"({inner()} if {self.random.choice(TESTS)} else {inner()})"
        if kind == 7:
            return f"({inner()} {self.pick('<', '==', 'is not', 'in', 'not in')} {inner()})"
        if kind == 8:
            return f"(lambda{self.pick('', ' x', ' x=1', ' *x, y=a')}: {inner()})"
        if kind == 9:
            return self.comprehension(depth)
        if kind == 10:
            return f"[{self.joined(self.items(depth, 0, 4))}]"
        if kind == 11:
            return f"({self.joined(self.items(depth, 2, 4))})"
        if kind == 12:
            items = self.random.choice([["1", "2", "3"], ["'a'", "'b'"], self.items(depth, 1, 3)])
            return "{" + self.joined(items) + "}"
        if kind == 13:
            items = [f"{inner()}: {inner()}" for _ in range(self.random.randrange(4))] + self.pick([], [], ["**a"])
            return "{" + self.joined(items) + "}"
        if kind == 14:
            return f"(w{self.random.randrange(3)} := {inner()})" if self.walrus else "a"
        if kind == 15:
            return self.pick("a[{}:{}]", "a[{}, {}]", "a[{}:{}:2]").format(inner(), inner())
        if kind == 16:
            letter = self.pick("f", "f", "rf", "t") if self.python >= (3, 14) else self.pick("f", "F", "fr")
            field = self.pick("a", "b.c", "a()", "1", "lambda_", "a if b else c", "(lambda: 1)")
            text = self.pick("{%s}", "x{%s}y", "{%s!r}", "{%s:>{b}}", "{%s=}", "{{{%s}", "{%s}{c}", "u{%s}") % field
            return letter + self.pick('"%s"', '"""%s\n"""', '"%s" "z"') % text
        if kind == 17:
            return f"{self.pick('-', '~', 'not ', '+')}{self.random.choice(NAMES)}" if self.chance(0.5) else f"({self.pick('-', 'not ')}{inner()})"
        if kind == 18:
            return f"d.e({inner()}).g({inner()})" if self.chance(0.5) else f"(a\n .g()\n .h({inner()}))"
        if kind == 19 and self.awaits:
            return f"(await {inner()})"
        if kind == 20 and self.can_yield:
            return self.pick("(yield)", "(yield a)") if self.scope.is_async or self.chance(0.7) else "(yield from a)"
        return self.random.choice(NAMES + CONSTANTS)

    # Where `:=`, `await` and `yield` are allowed depends on what is around an expression.
    walrus = awaits = can_yield = False

    def comprehension(self, depth):
        saved = self.walrus, self.awaits, self.can_yield
        self.walrus = self.awaits = self.can_yield = False
        value = self.expression(depth - 1)
        loops = [f"for x in {self.expression(depth - 1)}"]
        if self.chance(0.2):
            loops.append(f"for y, z in {self.expression(depth - 1)}")
        if self.chance(0.4):
            loops.append(f"if {self.test_without_walrus()}")
        self.walrus, self.awaits, self.can_yield = saved
        text = self.pick(" ", " ", " ", "\n ").join([value, *loops])
        star = self.python >= (3, 15) and self.chance(0.1)
        return self.pick("[%s]", "{%s}", "(%s)", "{k: %s}", "list(%s)", "[*(%s)]") % text if not star else f"[*{text}]"

    def test_without_walrus(self):
        return self.random.choice([test for test in TESTS if ":=" not in test])

    def target(self, depth=2):
        kind = self.random.randrange(10)
        if kind < 5 or depth <= 0:
            return self.pick("x", "y", "a.b", "a[0]", "a[b:c]")
        inner = [self.target(depth - 1) for _ in range(self.random.randint(1, 3))]
        return self.pick("(%s,)", "[%s]", "%s", "(%s, *r)") % ", ".join(inner)

    def plain(self, make):
        """An expression where neither `:=` nor `await` nor `yield` may be: annotations, type parameters."""
        saved = self.walrus, self.awaits, self.can_yield
        self.walrus = self.awaits = self.can_yield = False
        text = make()
        self.walrus, self.awaits, self.can_yield = saved
        return text

    def annotation(self):
        if self.chance(0.7):
            return self.pick("int", "'str'", "a.b", "list[int]", "int | None", "None", "A[\n int,\n]")
        return self.plain(lambda: self.expression(2))

    # Statements. Each writes lines at an indentation; `scope` is what they are in.

    def program(self):
        self.lines, self.budget, self.unit = [], self.random.randint(4, 30), self.pick("    ", "    ", "  ", " ", "\t")
        scope = Scope("module")
        if self.chance(0.1):
            self.out(0, self.random.choice(DOCSTRINGS))
        if self.chance(0.08):
            self.out(0, "from __future__ import annotations")
        kind = self.random.random()
        if kind < 0.5:
            self.function(0, scope)
        elif kind < 0.65:
            self.class_(0, scope)
        if kind > 0.5 or self.chance(0.4):
            self.statements(0, scope)
        if self.chance(0.3):
            self.out(0, "z = 1")
        text = "\n".join(self.lines) + ("" if self.chance(0.05) else "\n")
        return text

    def out(self, depth, text):
        if self.chance(0.03):
            self.lines.append(self.pick("", "# comment", "    # indented", "   "))
        if self.chance(0.05) and "\n" not in text:
            text += "  " + self.random.choice(COMMENTS)
        self.lines.append(self.unit * depth + text)

    def enter(self, scope):
        self.scope = scope
        self.walrus = True
        self.awaits = scope.kind == "function" and scope.is_async
        self.can_yield = scope.kind == "function" and scope.yields

    def statements(self, depth, scope):
        for _ in range(self.random.choice([1, 1, 1, 2, 2, 3])):
            self.statement(depth, scope)

    def suite(self, depth, head, scope, loop=None, star=False):
        """A head with the suite below it or beside it; `loop` for that of a loop, `star` for that of an `except*`."""
        saved = scope.loop, scope.starred
        if loop is not None:
            scope.loop = loop
        if star:
            scope.loop, scope.starred = False, True
        self.enter(scope)
        if self.chance(0.12):
            simple = "; ".join(self.simple(scope) for _ in range(self.random.choice([1, 1, 2])))
            self.out(depth, f"{head} {simple}{self.pick('', '', ';')}")
        else:
            self.out(depth, head)
            self.statements(depth + 1, scope)
        scope.loop, scope.starred = saved
        self.enter(scope)

    def simple(self, scope, depth=1):
        self.enter(scope)
        jumps = []
        if scope.loop:
            jumps += ["break", "continue"] * 3
        if scope.kind == "function" and not scope.starred:
            jumps += ["return"] * 4
        jumps += ["raise", "raise"]
        if self.chance(0.25):
            jump = self.random.choice(jumps)
            if jump == "return" and not (scope.is_async and scope.yields):
                jump += self.pick("", " 1", " None", " " + self.expression(2))
            elif jump == "raise":
                jump += self.pick("", " E", f" E({self.expression(2)})", " E from None", " E from b")
            return jump
        kind = self.random.randrange(24)
        if kind < 5:
            return "a()"
        if kind == 5:
            return self.pick("pass", "...", "1", "'s'", "None", "()", "b", "f'x'", "f''", "-1", "1 + 1", "a, b", "'a\\\nb'", "'''x\ny'''", "b'x'", "{**a}")
        if kind == 6:
            return f"{self.target()} = {self.expression()}" if self.chance(0.8) else f"x = {self.target()} = {self.expression()}"
        if kind == 7:
            return f"{self.pick('x', 'a.b', 'a[0]')} {self.pick('+', '|', '**')}= {self.expression()}"
        if kind == 8:
            target = self.pick("v", "v", "(v)", "a.b", "a[0]", "a[b:1]")
            return f"{target}: {self.annotation()}" + ("" if self.chance(0.6) else f" = {self.expression()}")
        if kind == 9:
            return "del " + self.pick("x", "a.b", "a[0], y", "()", "[]", "(x, (y))", "((), [])", "(x)", "a[b:c]")
        if kind in (10, 11):
            return f"assert {self.test()}" + ("" if self.chance(0.6) else f", {self.expression(2)}")
        if kind == 12:
            name = self.fresh("g")
            if scope.outer and scope.kind == "function" and self.chance(0.4):
                return f"nonlocal {self.random.choice(scope.outer)}"
            return f"global {name}" if self.chance(0.8) else f"global {name}, h{name}"
        if kind == 13:
            lazy = "lazy " if self.python >= (3, 15) and scope.kind == "module" and depth == 0 and self.chance(0.3) else ""
            return lazy + self.pick("import m", "import m.n as o, p", "from m import (n,\n o as p)", "from . import q", "from ..m import n")
        if kind == 14 and self.python >= (3, 12):
            return f"type T{self.type_parameters()} = {self.plain(lambda: self.expression(2))}"
        if kind == 15:
            return f"x = \\\n   {self.expression()}"
        return self.expression()

    def statement(self, depth, scope):
        self.enter(scope)
        self.budget -= 1
        if self.budget <= 0 or depth > 6 or self.chance(0.42):
            text = self.simple(scope, depth)
            while self.chance(0.05):
                text += "; " + self.simple(scope, depth)
            return self.out(depth, text)
        kinds = ["if_"] * 5 + ["while_"] * 3 + ["for_"] * 2 + ["try_"] * 5 + ["with_"] * 2 + ["match_"] * 2 + ["function"] * 2 + ["class_"]
        getattr(self, self.random.choice(kinds))(depth, scope)

    def if_(self, depth, scope):
        self.suite(depth, f"if {self.test()}:", scope)
        while self.chance(0.25):
            self.suite(depth, f"elif {self.test()}:", scope)
        if self.chance(0.4):
            self.suite(depth, "else:", scope)

    def while_(self, depth, scope):
        self.suite(depth, f"while {self.pick('True', '1', self.test(), self.test())}:", scope, loop=True)
        if self.chance(0.25):
            self.suite(depth, "else:", scope)

    def for_(self, depth, scope):
        start = "async " if self.awaits and self.chance(0.3) else ""
        over = self.pick("a", "()", "[1, 2, 3]", "(1, 2)", "a, b", "*a, b", self.expression(2))
        self.suite(depth, f"{start}for {self.target()} in {over}:", scope, loop=True)
        if self.chance(0.25):
            self.suite(depth, "else:", scope)

    def try_(self, depth, scope):
        self.suite(depth, "try:", scope)
        handlers, star = self.random.choice([0, 0, 1, 1, 2]), self.chance(0.15)
        for number in range(handlers):
            kinds = ["E", "E", "E as e", "(E, F)", "(E, F) as e", "a.b()", "(\n E,\n)", "(lambda: 1)()"]
            if self.python >= (3, 14):
                kinds.append("E, F")
            head = f"except{'*' * star} {self.random.choice(kinds)}:"
            if number == handlers - 1 and not star and self.chance(0.3):
                head = "except:"
            self.suite(depth, head, scope, star=star)
        if handlers and self.chance(0.3):
            self.suite(depth, "else:", scope)
        if not handlers or self.chance(0.3):
            self.suite(depth, "finally:", scope)

    def with_(self, depth, scope):
        start = "async " if self.awaits and self.chance(0.3) else ""
        items = [self.pick("a", "a()", "a.b(1)", self.expression(2)) + self.pick("", "", " as x", " as (x, y)", " as a.b") for _ in range(self.random.choice([1, 1, 2, 3]))]
        text = ", ".join(items)
        if self.chance(0.25):
            text = self.pick("(%s)", "(%s,)", "(\n%s\n)", "(\n%s,\n)") % ",\n ".join(items)
        self.suite(depth, f"{start}with {text}:", scope)

    def pattern(self, depth=2, binds=True):
        inner = lambda: self.pattern(depth - 1, binds)
        kind = self.random.randrange(16 if depth > 0 else 6)
        if kind < 4:
            return self.pick("1", "-1", "'s'", "1.5", "None", "True", "1 - 2j", "b'x'", "'a' 'b'", "w.v", "w.v.u")
        if kind < 6:
            return self.fresh("n") if binds and self.chance(0.6) else "_"
        if kind < 8:
            parts = [inner() for _ in range(self.random.randrange(4))]
            if self.chance(0.3):
                parts.insert(self.random.randint(0, len(parts)), "*" + (self.fresh("n") if binds and self.chance(0.5) else "_"))
            return "[" + self.joined(parts) + "]" if self.chance(0.6) else "(" + "".join(part + ", " for part in parts) + ")"
        if kind < 10:
            parts = [f"{key}: {inner()}" for key in self.random.sample(["'k'", "1", "w.v", "None"], self.random.randrange(3))]
            if binds and self.chance(0.2):
                parts.append("**" + self.fresh("n"))
            return "{" + self.joined(parts) + "}"
        if kind < 12:
            parts = [inner() for _ in range(self.random.randrange(2))] + [f"{key}={inner()}" for key in "pq"[: self.random.randrange(3)]]
            return f"{self.pick('C', 'd.C')}({self.joined(parts)})"
        if kind < 14:
            parts = [self.closed(depth - 1) for _ in range(self.random.choice([2, 2, 3]))]
            return "(" + self.pick(" | ", " |\n ").join(parts) + ")"
        if binds:
            return f"({self.closed(depth - 1)} as {self.fresh('n')})"
        return "'as'"

    def closed(self, depth):
        """A pattern that binds nothing and can fail."""
        return next(text for text in iter(lambda: self.pattern(depth, binds=False), None) if text != "_")

    def match_(self, depth, scope):
        self.out(depth, f"match {self.pick('a', 'a, b', 'a()', '1', self.expression(2))}:")
        count = self.random.choice([1, 2, 2, 3])
        for number in range(count):
            guard = f" if {self.test()}" if self.chance(0.3) else ""
            pattern = self.pattern()
            if guard and self.chance(0.3) or number == count - 1 and self.chance(0.5):
                pattern = self.pick("_", "other", "1 | _", f"({self.fresh('n')})", "_ as z", "1 | (2 | _)", "{} as q" if number else "q, *r")
                pattern = "_" if pattern == "_ as z" else pattern
            elif self.is_irrefutable(pattern) and not guard and number < count - 1:
                pattern = "0"
            self.suite(depth + 1, f"case {pattern}{guard}:", scope)

    @staticmethod
    def is_irrefutable(pattern):
        return pattern.isidentifier() and pattern not in ("None", "True")

    def type_parameters(self):
        if self.python < (3, 12) or self.chance(0.6):
            return ""
        default = lambda: f" = {self.plain(lambda: self.pick('int', '[int]', 'list[int]'))}" if defaults else ""
        defaults = self.python >= (3, 13) and self.chance(0.3)
        parts = ["T" + self.pick("", ": int", ": (int, str)", f": {self.plain(lambda: self.expression(1))}") + default()]
        if self.chance(0.3):
            parts.append("**P" + (" = [int]" if defaults else ""))
        return f"[{self.joined(parts)}]"

    def decorators(self, depth):
        while self.chance(0.2):
            self.out(depth, "@" + self.pick("a", "d.e", "a(1)", "a(\n 1,\n)", f"({self.expression(2)})"))

    def function(self, depth, scope):
        self.enter(scope)
        self.decorators(depth)
        is_async = self.chance(0.2)
        keeps = f"v{depth}"  # for `nonlocal` in functions within
        parts = [p + (f": {self.annotation()}" if self.chance(0.2) else "") for p in ["a"][: self.random.randrange(2)]]
        parts += [f"{p}={self.expression(1)}" for p in ["b"][: self.random.randrange(2)]]
        if parts and self.chance(0.1):
            parts.append("/")
        if self.chance(0.15):
            parts += [self.pick("*rest", "*rest: *Ts", "*"), f"c={self.expression(1)}", f"u: {self.annotation()}"]
        if self.chance(0.1):
            parts.append("**others")
        parts.insert(0, keeps)
        returns = f" -> {self.annotation()}" if self.chance(0.15) else ""
        name = self.pick("f", "g", "h", "__annotate__" if self.chance(0.1) else "k")
        head = f"{'async ' * is_async}def {name}{self.type_parameters()}({self.joined(parts)}){returns}:"
        self.body(depth, head, Scope("function", is_async, self.chance(0.2), scope.inner, [keeps]))
        self.enter(scope)

    def class_(self, depth, scope):
        self.enter(scope)
        self.decorators(depth)
        arguments = self.plain(lambda: self.pick("", "", "(A)", f"({self.joined(self.items(2, 0, 2) + ['metaclass=M'])})", "()"))
        head = f"class {self.pick('A', 'B')}{self.type_parameters()}{arguments}:"
        self.body(depth, head, Scope("class", outer=scope.inner))
        self.enter(scope)

    def body(self, depth, head, scope):
        """The body of a definition."""
        if self.chance(0.25):
            self.out(depth, head)
            self.out(depth + 1, self.random.choice(DOCSTRINGS))
            if self.chance(0.85):
                self.statements(depth + 1, scope)
        elif self.chance(0.08):
            self.out(depth, f"{head} ...")
        elif self.chance(0.06):
            self.out(depth, head)
            self.out(depth + 1, "...")
        elif self.chance(0.1):
            self.suite(depth, head, scope)
        else:
            self.out(depth, head)
            self.statements(depth + 1, scope)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--python", default="3.13")
    arguments.add_argument("--count", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1, help="of the first program; each has the next number")
    chosen = arguments.parse_args()
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        print(json.dumps({"path": str(seed), "text": Programs(chosen.python, seed).program()}))


if __name__ == "__main__":
    main()
