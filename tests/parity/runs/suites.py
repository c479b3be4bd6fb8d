"""The packages whose own tests are run, in lanes, and the settings they are run with.

They differ in style: nested packages, namespaces, sources below `src` and at the top, tests inside and beside the package, unittest, pytest and
doctests, coroutines, threads, processes, pytest-xdist. A lane is a part of the tests, so that lanes overlap and none covers all.
"""

import dataclasses


@dataclasses.dataclass
class Variant:
    """Settings of a project."""

    name: str
    # Configuration files and their text; a file that the project has keeps its own sections, but for those about coverage. None: the project's own.
    config: dict | None = None
    # Each lane runs in a copy of the project elsewhere; else all run in one folder.
    elsewhere: bool = False
    # The names of data files are left to `parallel = true`; else each lane is told COVERAGE_FILE=.coverage.<lane>.
    parallel: bool = False


@dataclasses.dataclass
class Suite:
    """A package of PyPI, as a pinned source distribution."""

    package: str
    # What follows `coverage run`; a command that starts with pytest is run without coverage.py, by pytest-cov.
    lanes: dict
    variants: list
    # The folder that is imported from.
    path: str = "."
    env: dict = dataclasses.field(default_factory=dict)


PYTEST = "-m pytest -q -p no:cacheprovider"


def ini(run, rest="", paths=""):
    """A .coveragerc of settings separated by semicolons."""
    sections = [("run", run), ("paths", paths), ("report", rest)]
    return "".join(f"[{name}]\n" + "".join(f"{line.strip()}\n" for line in text.split(";")) for name, text in sections if text)


def prefixed(run, rest="", paths=""):
    """The same, for setup.cfg and tox.ini."""
    return ini(run, rest, paths).replace("[", "[coverage:")


ATTRS = Suite(
    "attrs==25.3.0",
    path="src",
    lanes={
        "hooks": f"{PYTEST} --hypothesis-seed=1 tests/test_hooks.py tests/test_setattr.py tests/test_annotations.py tests/test_functional.py",
        "rest": f"{PYTEST} --hypothesis-seed=1 tests/test_validators.py tests/test_converters.py tests/test_cmp.py tests/test_next_gen.py tests/test_slots.py",
    },
    variants=[
        Variant("its own pyproject.toml, moved", elsewhere=True, parallel=True),
        Variant(
            ".coveragerc, branches and a context, moved",
            {".coveragerc": ini(
                "branch = true; source_pkgs = attr, attrs; parallel = true; context = of attrs",
                "show_missing = true", "source =\n  src\n  */site-packages\n  */attrs*/src",
            )},
            elsewhere=True, parallel=True,
        ),
        Variant(".coveragerc.toml, statements", {".coveragerc.toml": (
            '[tool.coverage.run]\nsource = ["src"]\n[tool.coverage.report]\nexclude_also = ["raise", "if PY"]\nsort = "cover"\nprecision = 1\n')}),
    ],
)

H11 = Suite(
    "h11==0.16.0",
    lanes={
        "state": f"{PYTEST} h11/tests/test_state.py h11/tests/test_events.py h11/tests/test_util.py h11/tests/test_helpers.py",
        "io": f"{PYTEST} h11/tests/test_io.py h11/tests/test_headers.py h11/tests/test_receivebuffer.py",
        "whole": f"{PYTEST} h11/tests/test_connection.py h11/tests/test_against_stdlib_http.py",
    },
    variants=[
        Variant("setup.cfg, branches, relative, moved", {"setup.cfg": prefixed(
            "branch = true; source = h11; relative_files = true; omit = */h11/tests/*", "exclude_also = assert False; fail_under = 97.5; precision = 2")}, elsewhere=True),
        Variant("setup.cfg, statements and a context", {"setup.cfg": prefixed("source = h11; context = all of it", "skip_covered = true; show_missing = true")}),
    ],
)

BOLTONS = Suite(
    "boltons==25.0.0",
    lanes={
        "doctests": f"{PYTEST} --doctest-modules boltons",
        "first": f"{PYTEST} tests/test_cacheutils.py tests/test_debugutils_trace.py tests/test_dictutils.py tests/test_fileutils.py tests/test_funcutils.py",
        "second": f"{PYTEST} tests/test_ioutils.py tests/test_iterutils.py tests/test_listutils.py tests/test_statsutils.py tests/test_urlutils.py",
    },
    variants=[
        Variant("tox.ini, branches, relative, parallel, moved", {"tox.ini": prefixed(
            "branch = true; source = boltons; relative_files = true; parallel = true", "sort = -miss; skip_empty = true")}, elsewhere=True, parallel=True),
        Variant(".coveragerc, statements and contexts", {".coveragerc": ini("source = boltons; dynamic_context = test_function", "partial_also = while")}),
    ],
)

JARACO = Suite(
    "jaraco.functools==4.1.0",
    lanes={"doctests": f"{PYTEST} --doctest-modules jaraco", "tests": f"{PYTEST} test_functools.py"},
    variants=[
        Variant("its own .coveragerc"),
        Variant("pyproject.toml, branches and contexts", {"pyproject.toml": (
            '[tool.coverage.run]\nbranch = true\nsource = ["jaraco"]\ndynamic_context = "test_function"\nrelative_files = true\n'
            '[tool.coverage.json]\nshow_contexts = true\npretty_print = true\n[tool.coverage.lcov]\nline_checksums = true\n')}),
    ],
)

ITSDANGEROUS = Suite(
    "itsdangerous==2.2.0",
    path="src",
    lanes={
        "signer": f"{PYTEST} tests/test_itsdangerous/test_signer.py tests/test_itsdangerous/test_encoding.py",
        "serializer": f"{PYTEST} tests/test_itsdangerous/test_serializer.py tests/test_itsdangerous/test_timed.py",
    },
    variants=[
        Variant("its own pyproject.toml, moved", elsewhere=True),
        Variant("pyproject.toml, contexts, parallel, moved", {"pyproject.toml": (
            '[tool.coverage.run]\nbranch = true\nparallel = true\ndynamic_context = "test_function"\nsource = ["itsdangerous"]\n'
            '[tool.coverage.paths]\nhere = ["src/itsdangerous", "*/src/itsdangerous"]\n'
            '[tool.coverage.report]\nexclude_also = ["if t.TYPE_CHECKING:", "\\\\.\\\\.\\\\.$"]\nshow_missing = true\n')}, elsewhere=True, parallel=True),
    ],
)

WERKZEUG = Suite(
    "werkzeug==3.1.3",
    path="src",
    lanes={
        "units": "pytest -q -p no:cacheprovider -o filterwarnings= -n 2 --cov --cov-report= --cov-context=test tests/sansio tests/middleware/test_lint.py tests/middleware/test_proxy_fix.py tests/test_http.py tests/test_urls.py",
        "whole": "pytest -q -p no:cacheprovider -o filterwarnings= -n 2 --cov --cov-report= tests/test_wrappers.py tests/test_routing.py tests/test_formparser.py tests/test_datastructures.py",
    },
    variants=[
        Variant("its own pyproject.toml, pytest-xdist, moved", elsewhere=True),
        Variant("tox.ini, statements, pytest-xdist, relative", {"tox.ini": prefixed(
            "source = werkzeug; relative_files = true", "omit = */debug/*; skip_empty = true; sort = Cover")}),
    ],
)

ANYIO = Suite(
    "anyio==4.9.0",
    path="src",
    lanes={
        "tasks": f"{PYTEST} -o addopts= -p anyio tests/test_synchronization.py tests/test_lowlevel.py tests/test_eventloop.py",
        "files": f"{PYTEST} -o addopts= -p anyio tests/test_fileio.py tests/test_tempfile.py tests/test_typedattr.py tests/streams/test_memory.py tests/streams/test_text.py",
        "processes": f"{PYTEST} -o addopts= -p anyio tests/test_to_process.py tests/test_to_thread.py tests/test_from_thread.py",
    },
    variants=[
        Variant("its own pyproject.toml"),
        Variant(".coveragerc, branches, subprocesses, moved", {".coveragerc": ini(
            "branch = true; source = anyio; parallel = true; patch = subprocess", "show_missing = true",
            "source =\n  src/anyio\n  */src/anyio")}, elsewhere=True, parallel=True),
    ],
)

PORTALOCKER = Suite(
    "portalocker==3.1.1",
    lanes={
        "locks": f"{PYTEST} -o addopts= portalocker_tests/tests.py",
        "semaphores": f"{PYTEST} -o addopts= portalocker_tests/test_semaphore.py portalocker_tests/test_combined.py",
    },
    variants=[
        Variant(".coveragerc, several processes", {".coveragerc": ini(
            "branch = true; source = portalocker; parallel = true; concurrency = multiprocessing, thread; sigterm = true", "ignore_errors = true")}, parallel=True),
    ],
)

MORE_ITERTOOLS = Suite(
    "more-itertools==10.7.0",
    lanes={"more": "-m unittest tests.test_more", "basics": "-m unittest -k test_basic* tests.test_more tests.test_recipes"},
    variants=[Variant("setup.cfg, branches and contexts, moved", {"setup.cfg": prefixed(
        "branch = true; source = more_itertools; dynamic_context = test_function; relative_files = true", "exclude_also =\n  @overload\n  raise NotImplementedError")}, elsewhere=True)],
)

SUITES = [ATTRS, H11, BOLTONS, JARACO, ITSDANGEROUS, WERKZEUG, ANYIO, PORTALOCKER, MORE_ITERTOOLS]
