"""The workbook: numbers as numbers."""

from report import reading


def test_values_of_parameters_are_numbers_with_their_sources(document, handed):
    sheet = reading.book(handed(document, "xlsx"))[document.t("report.parameters_sheet")]
    rows = {row[-1].value: row for row in sheet.iter_rows(min_row=2)}
    plans = document.findings.plans
    for field, row in rows.items():
        for plan, cell in zip(plans, row[1:], strict=False):
            value = plan.scenario.get(field)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert cell.value == value
    assert "P45" in str(rows["engagement.group_share"][-2].value)
    assert len(rows) == len(document.findings.cards)
