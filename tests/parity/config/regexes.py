"""Writes regexes.json: regular expressions, and what Python 3.13 says about those that it refuses.

    python3.13 tests/parity/config/regexes.py
"""

import json
import pathlib
import random
import re
import sys
import warnings

assert sys.version_info[:2] == (3, 13)
warnings.simplefilter("ignore")

PIECES = [
    "a", "b", "é", "\n", " ", "#", "(", ")", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?P<n>", "(?P<m>", "(?P=n)", "(?P=m)", "(?P<", "(?P=", "(?P>", "(?P", "(?(1)", "(?(n)", "(?(2)",
    "(?(", "(?#", "(?>", "(?i)", "(?x)", "(?i:", "(?-i:", "(?i-i:", "(?-a:", "(?au)", "(?L)", "(?q)", "(?i", "(?-", "(?-i", "(?iq)", "(?", "(?<", "(?<n>", "|", "*", "+", "?", "{", "}",
    "{2}", "{2,1}", "{1,2}", "{,3}", "{2,", "[", "]", "[a", "[^", "[a-z]", "[z-a]", "[a-", "[\\d-z]", "[]]", "[\\", "^", "$", ".", "\\", "\\d", "\\b", "\\A", "\\Z", "\\q", "\\1", "\\2",
    "\\12", "\\012", "\\400", "\\777", "\\8", "\\x", "\\x1", "\\x12", "\\u12", "\\u1234", "\\U00110000", "\\N", "\\N{", "\\N{}", "-", ",", "0", "9", "'", ":", "=", "!", "<", ">", "P", "n",
]
rng = random.Random(1)
patterns = list(dict.fromkeys([*PIECES, *("".join(rng.choices(PIECES, k=rng.randint(2, 6))) for _ in range(2400))]))
answers = {}
for pattern in patterns:
    try:
        re.compile(pattern)
        answers[pattern] = None
    except re.error as e:
        answers[pattern] = str(e)
    except (OverflowError, RecursionError):
        pass
kept = [[pattern, answer] for pattern, answer in answers.items()]
with open(pathlib.Path(__file__).with_name("regexes.json"), "w") as out:
    out.write("[\n" + ",\n".join(map(json.dumps, kept)) + "\n]\n")
print(len(kept), sum(answer is None for _, answer in kept))
