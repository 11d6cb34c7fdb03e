"""Text of files: decoded by its byte order mark, as UTF-8, or as stated."""

from ..errors import EngagelabError, Message, refused
from .content import FileContent

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def text_of(content: FileContent, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text of a file with line feeds as line ends, and its encoding.

    Parameters
    ----------
    content : FileContent
        The file.
    encoding : str, optional
        The encoding, such as ``"cp1252"``; by default that of the byte order mark, or UTF-8.

    Raises
    ------
    EngagelabError
        For an unknown encoding, an empty file, or bytes that are not in the encoding, with the
        line of the first.

    Examples
    --------
    >>> text_of(FileContent("ties.csv", ".csv", "Zoé;Ann\r\n".encode("utf-16")))
    ('Zoé;Ann\n', 'utf-16')
    """
    data, name = content.data, content.name
    mark = next((code for mark, code in _MARKS if data.startswith(mark)), None)
    code = mark or encoding or "utf-8"
    try:
        text = data.decode(code)
    except UnicodeError as error:
        raise _undecodable(content, code, error) from error
    except (LookupError, ValueError) as error:
        raise EngagelabError(f"encoding: {error}; give one such as 'utf-8' or 'cp1252'") from error
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise refused(name, "file_empty")
    if (at := text.find("\0")) >= 0:
        wide = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        raise refused(name, "file_nul", line=text.count("\n", 0, at) + 1, encoding=wide)
    return text.replace("\r\n", "\n").replace("\r", "\n"), code


def _undecodable(content: FileContent, code: str, error: UnicodeError) -> EngagelabError:
    data, start = content.data, getattr(error, "start", 0)
    line, byte = data.count(b"\n", 0, start) + 1, data[start] if start < len(data) else 0
    shown, encoding = Message(f"0x{byte:02X}"), Message(code.upper())
    return refused(content.name, "file_bytes", line=line, byte=shown, encoding=encoding)
