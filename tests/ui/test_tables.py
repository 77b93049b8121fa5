from ui.tables import figure, table

ROWS = [["seeds", "24", "0.9"], ["xquad-A/es", "584", "-"]]


def test_columns_stand_below_their_headings():
    assert table(["set", "n", "R@1"], ROWS) == (
        "set           n  R@1\nseeds        24  0.9\nxquad-A/es  584    -"
    )


def test_markdown_is_a_table_with_figures_to_the_right():
    assert table(["set", "n", "R@1"], ROWS, markdown=True).splitlines() == [
        "| set        |   n | R@1 |",
        "| ---------- | --: | --: |",
        "| seeds      |  24 | 0.9 |",
        "| xquad-A/es | 584 |   - |",
    ]


def test_figures_have_three_decimals_and_none_is_a_dash():
    assert figure(None) == "-"
    assert figure(24) == "24"
    assert figure(0.12345) == "0.123"
    assert figure([0.25, 1.0]) == "0.250–1.000"
