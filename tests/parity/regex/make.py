"""Writes cases.json.gz: regular expressions, and what Python's `re` finds with them in some texts, with MULTILINE, as coverage.py searches.

    python3.13 tests/parity/regex/make.py

One line a pattern: the pattern, Python's error or null, and for each text the starts and ends of all matches.
"""

import gzip
import json
import pathlib
import random
import re
import sys
import warnings

assert sys.version_info[:2] == (3, 13)
warnings.simplefilter("ignore")

TEXTS = [
    "if TYPE_CHECKING:\n    import a\n\n\ndef f(x): ...\n\nclass A:\n    def __repr__(self):\n        raise NotImplementedError\n",
    "# pragma: no cover\nx = 1  #pragma:NO COVER\n\n\tif x.debug: y()  # comment\n",
    "aaab abab {x} a{2} a\n\nab\r\n\x0c\x0bAB bA\n'x' \"y\" x\\n $^ []-&|~ .*+?",
    "\u00e9t\u00e9 \u0130\u0131 \u017f\u212a \u00df\u1e9e \u0663\u00bd\u2160 \u200d_\u0301 \U0001f600 \u01c5\u01c6 \u03c3\u03c2\u03a3\n\x1c\x1d\x85\u2028\xa0|",
    "",
    "a",
    "\n\n",
    "start\n one\n two\nend\nstart end\n",
]

WRITTEN = r"""
#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)
^\s*(((async )?def .*?)?(\)(\s*->.*?)?)?:\s*)?\.\.\.\s*(#|$)
if (typing\.)?TYPE_CHECKING:
def __(repr|str)__\(
raise (?P<e>Assertion|NotImplemented)Error\b
(?s:start.*?end)
(?s)start.*end
start(?s).*end
a(?i)b
(?i)ab
(?i:a)b
(?-i:a)b
(?i)(?-i:a)b
(?im)^a
(?m-s:.$)
(?x) a b # c
(?x:a b) c
(?x)[ #]a\ b
(?a)\w+
(?a:\w+)
(?u)\w+
(?L)a
(?ui)\u017f
(?i)k
(?i)s
(?i)\u00df
(?i)\u1e9e
(?i)i
(?i)\u0130
(?i)[a-z]+
(?i)[^a-z]+
(?i)\u01c5
(?i)\u03c3
(?ia)k
a*+a
a++b
a?+a
a{1,2}+b
(?>a+)b
(?>a|ab)b
(?>a*)a
(a)?(?(1)b|c)
(?P<q>a)?(?(q)b|c)
(?(1)a|b)
(a)(?(2)b)
(?(q)a)
(a)?(?(1)b|c|d)
(?P<q>['"]).*?(?P=q)
(?P<q>a)(?P<q>b)
(?P<1q>a)
(?P<q
(?P=q)
(?P>q)
(?<q>a)
(a)\1
(a\1)
\1(a)
(a)|b\1
(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10
\8
\18
\01
\012
\377
\400
\0
\x4
\x41
\u0041
\U00000041
\U00110000
\N{LATIN SMALL LETTER A}
\N{NO SUCH NAME}
\A.
.\Z
.\z
a\b
\ba
\Ba
a\B
\b
\B
\b+
^*
^+
$*
$
^
^$
\A*
\bA?
(?=a)*b
(?:)*
(?:)+
()
()*
a{,2}
a{2}
a{2,}
a{2,1}
a{}
a{,}
a{x}
a{2
a{1,2
a{ 1}
a{99999999999}
a{1,4294967295}
a{65536}
a{1,65536}b
(a{1,100}){1,100}
x{0}
a**
a+*
a?*
a*??
a{2}{3}
*a
+a
?a
{2}
|a
a|
|
a||b
(|a)
(a|)b
)
(
(a
a)
(?
(?:
(?P
(?P<
(?#
(?#x)a
a(?#x)+
(?#x)+
(?i
(?ii)a
(?iz)a
(?-i)a
(?i-i:a)
(?i-:a)
(?-:a)
(?a-i:a)
(?au)a
(?a-u:a)
(?<=a)b
(?<=ab)a
(?<=a|b)b
(?<=a|ab)b
(?<=a*)b
(?<=a{2})b
(?<=a{1,2})b
(?<!a)b
(?<=(a))b
(?<=^)a
(?<=\b)a
(?<=(?=a))a
(?<=(?<=a)b)a
(a)(?<=\1)b
(?!a).
(?=a).
(?!)
(?=)
(?<!)
(?<=)
[]
[]]
[]a]
[^]
[^]a]+
[a
[a-
[a-]
[-a]
[a-z
[z-a]
[a-\d]
[\d-a]
[\w-]+
[\s\S]
[^\s\S]
[\D\d]
[^\W_]+
[^\Wa]+
[[]
[[a]
[[:alpha:]]+
[a[b]c]
[a&&b]+
[a--b]
[a~~b]
[a||b]+
[\b]
[\B]
[\A]
[\Z]
[\n\r\t\f\v\a]
[\x41-\x43]+
[\101-\103]
[\1]
[\8]
[\0]
[\q]
[\-\]\\]+
[^\n]+
[.]
[$^]+
[(]
[*+?{}|]+
[\u00e0-\u00ff]+
[\U0001f600]
\d+
\D+
\s+
\S+
\w+
\W+
(?a)\d+
(?a)\s+
(?a)\S+
(?a)\W+
(?a)\b\w
(?a)\Bt
(?a)[\w]+
(?a)[^\w]+
\q
\i
\_
\-
\/
\ 
\%
\"
\é
\
.
.*
.+?
.*?$
^.*$
^\s*$
^\s+
\s*$
\s+$
\n
\r
\r?\n
\n\n+
[^\n]*\n
(?s).
(?s).*
(?s)^.*$
(.*)\n\1
(?:a|b)+
(?:a|ab)(?:c|bcd)?
(a+)+b
(a*)*
(a*)+b
((a)|(b))+
(?:(a)|b)*\1
((a)|b)*?c
a*?b
a+?b
a??b
(a{2,3}?)b
(?:ab){1,2}?
a#b
<a>
a b
~&
a{{2}}
{x}
}
]
\{x\}
(?P<a_b>a)(?P=a_b)
(?P<é>a)
(?P<a-b>a)
(?P<a>a)(?(a)b)
(?P<a>a)(?(b)b)
(?(0)a)
(?(a
(?(1
(?(1)
(?i)(?x) a B
(?x)(?i) a B
 (?i)a
(?:(?i)a)
(?i)(?i)a
(?s:a.)b.
(?s-m:^.)
(?-m:^a$)
(?m:^a$)
(?-s:.)
(?-x: a)
(?x: a (?-x: b))
(?x: a # c
(?x)a #
(?x) (?# c ) b
(?x)a {2}
(?x)a + 
(?x)( ?:a)
\Aif
\Z\Z
^^a
a$$
$a
a^
\b\b
\bw\b
(?<=\n)\s
(?<=a.)b
(?<=\w)\W
.{3}
.{3,5}
.{,3}?
(?:.\n)+
(?:^.*\n)+
(?:\s*\n)+x?
(?:x|^)\s*
(?:|a)+b
(?:a?)*b
(?:a?){3}
(?:a?)*?b
(?:^)*a
(?:$)+
(?:\b)*a
(?:a|ab){2}+b
(?:a|ab)++b
((a)|b)++\2
(?>(a)|b)*\1
(?>a*?)b
(?:(a)|(b)|\1\2)+
(?i)(\u03c3)\1
(?i)(\u017f)\1
(?i)(k)\1
(?i:(\u00e9).)\1
(?ia)(\u00e9)\1
(?i)(?a:\u212a)
(?a)(?u:\w)+
(?a)(?u)\w
(?u)(?a)\w
(?i)\u0131
(?i)[\u0130]
(?i)[\u00b5]
(?i)[^\u03c3]+
(?i)[\u0391-\u03a9]+
\b.\B
(?a)\b.\B
\B\Z
[\ud800]
\ud800
[^\ud800]+
(?<=a|b|\n)b
(?<=a{2}|bb).
(?<=(?:a|ab))b
(?<!a|ab)b
(?<=(a)b)\1
(?<=(a)(?(1)b|c)).
(?<=(?P<q>a)(?P=q))b
(?<=x{4294967295})a
(?<=(?:x{65536}){65536})a
(a)(?<=(?(1)a|b)).
(a)?(?<=(?(1)a|.))b
(?<!\ba)b
(?<=\n^)[ab]
(?=(a*))\1b
(?!(a)b)a\1?
(?:(?=(a))\1)+b
(?(1)(a)|b)*
((?(1)a|b))+
(?:(?(1)a|(b)))+
(a)?(?(1)(?(2)b|(a))|b)
(?P<n>a)?(?(n)b)(?(n)|c)
(?(99999999999)a)
(?(01)a)
(a)(?(01)b)
(?(1)a|b|c)(d)
(?<=a*)(
(?<=a+)(?<=(
(?s).*?$
(?s)(?-s:.)+.
(?-m:^.|$)
(?sm:^.*?$)
(?m-s:^.+$)
(?-i:a)
(?i-s:.A)
(?x: [ ] | \  )+
(?x)(?-x: )
(?x) a # )
(?x)a{ 1 }
(?x)a{1}   +
(?x)[a b]+
(a){0}\1
(a){0}b
(a|b){0,2}?c
(?:a{2}){2,}?b
(?:a?b??){3}c
(?:a|b|){2,3}?$
(?:|a)*?b
(?:(a)|)*b
(?:a*)+$
(?:a*?)+$
(?:(?:a|b)*)*c
((a*)*b)*
(?:\n|^)+
(?:$\n?)+
a*+b*+
[ab]*+\n
.*+.
.?+a
a{,1}+a
(?s:.)*+
\s*+\S
(?:\w+\s*)*$
(.)(.)?\2?\1
(\w)\W*\1
((\w)\2?)+
(?P<a>.)(?P<b>(?P=a)|x)
(a)(b)?\2
(a(b)?)+\2
(?:(a)b|a(c))*
^(?:a|b\n)*
^\s*(?:a|b)
^[ \t]*x
^\s*\n
(?:^|x).
\A\s*
(?:\Aif|raise)
def .*?\(
.*debug.*$
.*?:$
[^\n]*:
raise \w+Error
(?:if|def|raise) \w+
(?i:PRAGMA)[:\s]*no
\w+\s*=
\u00e9t\u00e9|\u00df
""".strip("\n").split("\n")

ATOMS = ["a", "b", "ab", ".", r"\w", r"\s", r"\d", r"\W", r"\S", "[ab]", "[^a]", r"[\w-]", "x", r"\.", ":", "#", r"\n", "^", "$", r"\b", r"\B", r"\Z",
         r"\A", "é", "[a-f]", r"\(", "'", " ", "(?=a)", "(?!b)", "(?<=a)", "(?<!\\s)"]
QUANTIFIERS = [""] * 8 + ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}?", "*+", "++", "?+"]
GROUPS = ["(%s)", "(%s)", "(?:%s)", "(?:%s)", "(?i:%s)", "(?s:%s)", "(?>%s)", "(?=%s)", "(?!%s)", r"(%s)\1", "(?P<n>%s)(?P=n)", "(?a:%s)", "(?-m:%s)"]


def written_at_random(rand, depth=3):
    parts = []
    for _ in range(rand.choice([1, 1, 2, 2, 3])):
        if depth and rand.random() < 0.3:
            parts.append(rand.choice(GROUPS).replace("%s", written_at_random(rand, depth - 1)) + rand.choice(QUANTIFIERS))
        elif depth and rand.random() < 0.1:
            parts.append(written_at_random(rand, depth - 1) + "|" + written_at_random(rand, depth - 1))
        else:
            parts.append(rand.choice(ATOMS) + rand.choice(QUANTIFIERS))
    return "".join(parts)


def answer(pattern):
    try:
        regex = re.compile(pattern, re.MULTILINE)
    except (re.error, OverflowError, ValueError) as error:
        return [pattern, str(error), []]
    return [pattern, None, [[match.span() for match in regex.finditer(text)] for text in TEXTS]]


patterns = dict.fromkeys(WRITTEN + [written_at_random(random.Random(seed)) for seed in range(1500)])
lines = [json.dumps({"texts": TEXTS})] + [json.dumps(answer(pattern), separators=(",", ":")) for pattern in patterns]
pathlib.Path(__file__).with_name("cases.json.gz").write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", 9, mtime=0))
print(len(patterns), "patterns")
