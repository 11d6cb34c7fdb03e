"""Messages about the files of a network: why one is refused, and how it was read."""

# codes that start with "note" are remarks; the others are errors
FILE_MESSAGES = {
    "place_line": "line {line}",
    "place_row": "row {row}",
    "separator_comma": "commas",
    "separator_semicolon": "semicolons",
    "separator_tab": "tabs",
    "separator_bar": "vertical bars",
    "separator_spaces": "white space",
    # files
    "file_zip": "the zip file holds {number} {number:file|files} ({names}); give one that holds a "
    "single file",
    "file_damaged": "cannot be unpacked: {problem}; get the file again",
    "file_bomb": "has more than {most:,} bytes when unpacked, which is not allowed; give a smaller "
    "file",
    "file_calamine": "spreadsheets need the package python-calamine, which is not installed; "
    "install it with: pip install 'engagelab[data]', or save the sheet as CSV",
    "file_sheet": "there is no sheet {value!r}; the sheets are {names}",
    "file_graph": "cannot be read as a graph: {problem}; save it again, or as CSV with one tie a "
    "row",
    "file_entities": "the XML declares entities, which are not expanded; save the graph again "
    "without a DOCTYPE",
    "file_json": "this JSON is neither a node-link graph (nodes and links) nor HIF (incidences); "
    "write one of these, or CSV",
    "file_hif_tie": "the edge {edge!r} of kind tie has {people} {people:person|people}; a tie has "
    "two",
    "file_label": "the label {label} is neither a text nor a whole number; rename it, or use "
    "Network.from_networkx",
    "file_no_attribute": "no tie has an attribute {value!r}; the attributes are {names}; name one "
    "of them, or give weight=False",
    "file_no_groups": "there are no groups in this file; give one with a person and a group a row, "
    "or HIF",
    "file_graph_of_people": "this is a graph, not a table of people; give a table with a person a "
    "row, or give the file as ties",
    "file_graph_weight": "the weight {value!r} is not a number; give a finite number of at least "
    "0, or weight=False to read no weights",
    "file_skip": "{value!r} is not allowed; give the number of lines before the table",
    "file_separator": "{value!r} is not allowed; give one character, such as ',' or '|', or a "
    "space for runs of white space",
    # tables
    "table_one_column": "{number} {number:column|columns} found where two are needed; add columns",
    "file_ragged": "the rows have {fewest} to {most} fields and no names; write one tie a row with "
    "two people, or give form='neighbours' if each row is a person and all their ties",
    "file_matrix": "this is a matrix of {size} rows and columns without labels; put the people's "
    "labels into the first row and the first column, or write one tie a row",
    "file_no_matrix": "this is not a matrix of numbers whose first row and first column hold the "
    "same labels; correct it, or write one tie a row",
    "file_no_column": "no column {column!r}{hint}; the columns found are {names}",
    "file_no_names": "no column {column!r}: the first line is data and the columns are numbered 1 "
    "to {columns}; give these numbers, such as columns=(1, 2), or header=True if it holds names",
    "file_uncertain": "it is not certain which columns hold the two people of a tie; the columns "
    "are {names}; name two of them, such as columns=('source', 'target')",
    "file_uncertain_groups": "it is not certain which columns hold the person and the group; the "
    "columns are {names}; name two of them, such as columns={{'person': ..., 'group': ...}}",
    "file_is_groups": "the columns ({names}) are those of memberships, not of ties; give the file "
    "as groups, or name the two columns of people",
    "file_is_people": "the columns ({names}) are those of a list of people, not of ties; give the "
    "file as people, or name the two columns of people",
    "file_only_people": "a list of people needs a file of ties or groups beside it; add one",
    "file_no_people": "there is no person in any row; give a file with at least one",
    # rows
    "file_number": "{place}: column {column!r} holds {value!r}; write a finite number such as 1 or "
    "0.5, remove the row, or give weight=False to read no weights",
    "file_number_comma": "{place}: column {column!r} holds {value!r} where the decimal mark is a "
    "comma; write a finite number such as 1 or 0,5, state the decimal mark, or give weight=False "
    "to read no weights",
    "file_no_weight": "{place}: a tie without a weight (in total: {number}); write a finite "
    "number, remove the row, or give weight=False to read no weights",
    "file_negative": "{place}: column {column!r} holds {value}; a weight is at least 0, so remove "
    "such ties, or give weight=False to read no weights",
    "file_loops": "{number} {number:tie|ties} of a person to themselves, the first in {place} "
    "({person!r}); remove {number:it|them}, or give loops='drop'",
    "file_repeat": "{place}: repeats the tie of {first}; remove one of them, or say how to combine "
    "them, such as repeats='sum'",
    "file_unequal": "{place} and {second}: one mutual tie with the weights {a} and {b}; give "
    "directed=True if ties reach one way, or say how to combine them, such as repeats='sum'",
    "file_trait": "{place}: column {column!r} holds {value!r}; allowed are {allowed}, or an empty "
    "cell; give traits=False to keep the column as it is",
    "file_twice": "{place}: {person!r} is in {first} too, with other values; keep one of the rows",
    "file_more": "{number} more such {number:row|rows}",
    # how files were read
    "note_rows_ties": "{file}: {rows:,} {rows:row|rows} of ties read",
    "note_rows_groups": "{file}: {rows:,} {rows:row|rows} of memberships read",
    "note_rows_people": "{file}: {rows:,} {rows:row|rows} of people read",
    "note_graph": "graph read with {people:,} {people:person|people} and {ties:,} {ties:tie|ties}",
    "note_hif": "hypergraph read with {people:,} {people:person|people}, {ties:,} {ties:tie|ties} "
    "and {groups:,} {groups:group|groups}",
    "note_encoding": "the text was decoded as {encoding}",
    "note_sheet": "the sheet {sheet!r} was read, the others were not: {others}",
    "note_separator": "fields are separated by {separator}",
    "note_comments": "comment lines skipped: {lines}, the first {first!r}",
    "note_before": "rows skipped before the table: {lines}",
    "note_header": "the first row was taken for names of columns: {names}",
    "note_header_nowhere": "the first row was taken for names of columns, since its words occur "
    "nowhere below: {names}",
    "note_header_comment": "the names of the columns were taken from a comment: {names}",
    "note_no_header": "the first row was taken for data, and the columns are numbered",
    "note_only_names": "there are no rows below the names of the columns",
    "note_ends_named": "the people of a tie are in the columns {first!r} and {second!r}, by their "
    "names",
    "note_ends_two": "the people of a tie are in the columns {first!r} and {second!r}",
    "note_ends_content": "the people of a tie are in the columns {first!r} and {second!r}, by what "
    "they hold",
    "note_alters": "each row is a person ({ego!r}) with ties to those in {alters}",
    "note_neighbours": "each row is a person with ties to all others in it",
    "note_other_columns": "columns left out: {names}",
    "note_members": "people are in the column {person!r} and groups in the column {group!r}",
    "note_marks": "people are in the column {person!r}, and {number} columns are groups, with a "
    "mark for each member",
    "note_label": "people are in the column {column!r}",
    "note_traits": "traits read: {names}",
    "note_attributes": "columns kept as attributes of people: {names}",
    "note_weight": "weights were read from {column!r}",
    "note_decimal_comma": "commas in the weights are decimal marks",
    "note_percent": "weights in percent became shares",
    "note_mutual": "ties are mutual; give directed=True if they reach from the first person to the "
    "second only",
    "note_follow": "ties are directed from {first!r} to {second!r}: a post reaches from its "
    "sender, or the person who is followed, to the other",
    "note_type_directed": "ties are directed, by the column {column!r}",
    "note_type_mutual": "ties are mutual, by the column {column!r}",
    "note_type_mixed": "ties are directed, by the column {column!r}, except {mutual} that reach "
    "both ways",
    "note_comment_directed": "ties are directed, by a comment in the file",
    "note_comment_mutual": "ties are mutual, by a comment in the file",
    "note_matrix_directed": "an adjacency matrix of {people} people was read, with directed ties "
    "from rows to columns since it is not symmetric",
    "note_matrix_mutual": "an adjacency matrix of {people} people was read, with mutual ties",
    "note_blank": "{file}: blank rows left out: {number}",
    "note_total": "{file}: rows of totals left out: {number}",
    "note_alone": "rows with one person only, which add no tie: {number}",
    "note_loops": "self-loops left out: {number}, the first in {place} ({person!r})",
    "note_weightless": "ties of weight 0 left out, since they carry nothing: {number}",
    "note_repeats_one": "rows that repeat a tie left out: {number}",
    "note_mirrored": "mutual ties listed in both directions with one weight became one: {number}",
    "note_repeats_chances": "weights of repeated ties were combined as independent chances: "
    "{number} {number:row|rows}",
    "note_repeats_sum": "weights of repeated ties were added up: {number} {number:row|rows}",
    "note_repeats_max": "of repeated ties the largest weight was taken: {number} {number:row|rows}",
    "note_unified": "labels written in several ways were unified: {number}, such as {examples}",
    "note_alike": "labels that differ only in capitals, accents, zeros or decimals stay apart: "
    "{number}, such as {examples}",
    "note_lists": "labels that look like lists of others were taken as they are: {number}, such as "
    "{examples}",
    "note_no_member": "rows with a group and no person left out: {number}",
    "note_no_group": "people without a group in their row: {number}",
    "note_member_twice": "repeated memberships left out: {number}",
    "note_person_twice": "repeated rows of the same person left out: {number}",
}
