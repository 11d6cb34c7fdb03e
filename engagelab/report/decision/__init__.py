"""The hand-over of a decision between options: slides, workbook, two pages and a web page.

`Facts` holds the numbers and what follows from them, without language or format; `Story` writes
them as sentences of one language; each format lays out the same sentences and numbers.
"""
