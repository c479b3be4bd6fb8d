"""Delivery notes, as the publishers send them."""

from backend.warehouse import importer
from backend.warehouse.stock import Stock

NOTE = """\
ISBN;Menge;Preis;Titel
978-0-525-53420-4;3;12,50;Flights

B002;two;9,95;The Books of Jacob
B003;5;9,95;Night Train to Lisbon
"""


def test_delivery_note(tmp_path):
    note = tmp_path / "note.csv"
    note.write_text(NOTE, encoding="utf-8")
    stock = Stock()
    report = importer.load(note, stock)
    assert (report.accepted, report.pieces) == (2, 8)
    assert stock.available("9780525534204") == 3
    assert [problem.partition(":")[0] for problem in report.problems] == ["line 4"]
