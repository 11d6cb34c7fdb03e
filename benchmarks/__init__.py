"""How fast engagelab is, against other libraries and against its own aims: ``make bench``.

The benchmark measures, and a report is made from what was measured: `cases` says what is asked,
`peers` how each library is asked, `timing` takes the time, `report` writes it down. Nothing here
belongs to the package.
"""
