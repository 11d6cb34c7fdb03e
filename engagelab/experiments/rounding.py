"""Round numbers for sentences."""


def rounded(value: float, digits: int = 3) -> str:
    """Return a number as text with so many significant digits, but never fewer than whole.

    Examples
    --------
    >>> rounded(0.12345), rounded(12.345), rounded(6871.2)
    ('0.123', '12.3', '6,871')
    """
    return f"{value:,.{digits}g}" if abs(value) < 10 ** (digits - 1) else f"{value:,.0f}"
