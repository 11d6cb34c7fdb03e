from engagelab.workbench.browser.upload_button import UploadButton


def made(most=10):
    took = []
    return UploadButton(
        lambda name, content: took.append((name, content)), texts={}, max_bytes=most
    ), took


def piece(upload, place, content, *, last):
    told = {"place": place, "name": "ties.csv", "last": last}
    upload._handle_custom_msg(told, [memoryview(content)])


def test_pieces_are_put_together_in_order():
    upload, took = made()
    piece(upload, 0, b"1,2", last=False)
    assert took == []
    piece(upload, 1, b"\n", last=True)
    assert took == [("ties.csv", b"1,2\n")]
    assert upload.shown == "ties.csv"


def test_a_new_file_discards_the_pieces_of_an_old_one():
    upload, took = made()
    piece(upload, 0, b"old", last=False)
    piece(upload, 0, b"new", last=True)
    piece(upload, 1, b"late", last=True)
    assert took == [("ties.csv", b"new")]


def test_a_file_that_is_too_large_is_discarded():
    upload, took = made(most=4)
    piece(upload, 0, b"123", last=False)
    piece(upload, 1, b"45", last=False)
    piece(upload, 2, b"6", last=True)
    assert took == []
    assert upload._pieces == []


def test_a_message_with_several_pieces_or_none_is_ignored():
    upload, took = made()
    told = {"place": 0, "name": "ties.csv", "last": True}
    upload._handle_custom_msg(told, [])
    upload._handle_custom_msg(told, [memoryview(b"1"), memoryview(b"2")])
    assert took == []
    piece(upload, 0, b"1", last=True)
    assert took == [("ties.csv", b"1")]
