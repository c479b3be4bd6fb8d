"""What can be typed."""

from pathlib import Path

import pytest

from backend.cli import parser


def test_options():
    options = parser().parse_args(["--quiet", "deliver", "monday.csv", "tuesday.csv"])
    assert (options.command, options.quiet) == ("deliver", True)
    assert options.notes == [Path("monday.csv"), Path("tuesday.csv")]


def test_no_such_status(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["orders", "--status", "lost"])
    assert "invalid choice" in capsys.readouterr().err
