"""The tokens of Python's grammar, for `tokenize`."""

import re
import token

_STRING = re.compile(
    r"(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?('''|\"\"\"|'|\")"
)
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(
    r"0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?"
)
_OPERATOR = re.compile(
    "|".join(re.escape(text) for text in sorted(token.EXACT_TOKEN_TYPES, key=len, reverse=True))
)
# What is no operator, but looks like one to `tokenize`.
_OTHER = re.compile("[$?!`]")


class TokenizerIter:
    """Tuples (type, text, start, end, line), from lines that `readline` gives."""

    def __init__(self, readline, /, *, encoding=None, extra_tokens=False):
        self._tokens = self._all(readline, encoding, extra_tokens)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._tokens)

    def _all(self, readline, encoding, extra_tokens):
        lines = self._lines(readline, encoding)
        indents, depth, row = [0], 0, 0
        continued = False
        for line in lines:
            row += 1
            column = len(line) - len(line.lstrip(" \t\f"))
            rest = line[column:]
            if depth == 0 and not continued:
                if not rest.strip() or rest.startswith("#"):
                    if extra_tokens:
                        comment = rest.rstrip("\r\n")
                        end = column + len(comment)
                        if comment:
                            yield token.COMMENT, comment, (row, column), (row, end), line
                        yield token.NL, line[end:], (row, end), (row, len(line)), line
                    continue
                if column > indents[-1]:
                    indents.append(column)
                    yield token.INDENT, line[:column], (row, 0), (row, column), line
                while column < indents[-1]:
                    indents.pop()
                    yield token.DEDENT, "", (row, column), (row, column), line
            continued = False
            while column < len(line):
                character = line[column]
                if character in " \t\f":
                    column += 1
                    continue
                if character in "\r\n":
                    kind = token.NL if depth else token.NEWLINE
                    if extra_tokens or kind == token.NEWLINE:
                        yield kind, line[column:], (row, column), (row, len(line)), line
                    break
                if character == "\\" and line[column + 1 :].strip("\r\n") == "":
                    continued = True
                    break
                if character == "#":
                    text = line[column:].rstrip("\r\n")
                    if extra_tokens:
                        yield token.COMMENT, text, (row, column), (row, column + len(text)), line
                    column += len(text)
                    continue
                match = _STRING.match(line, column)
                if match:
                    quote, at, start, whole = match[1], match.end(), (row, column), line
                    end = self._end(line, at, quote)
                    text = line[column:end]
                    while end is None:
                        if len(quote) == 1:
                            raise SyntaxError("unterminated string literal", ("<string>", row, column + 1, line, row, column + 1))
                        line = next(lines, None)
                        if line is None:
                            raise SyntaxError("unterminated triple-quoted string literal", ("<string>", *start, whole, *start))
                        row, whole = row + 1, whole + line
                        end = self._end(line, 0, quote)
                        text += line[:end]
                    yield token.STRING, text, start, (row, end), whole
                    column = end
                    continue
                patterns = ((token.NAME, _NAME), (token.NUMBER, _NUMBER), (token.OP, _OPERATOR), (token.OP, _OTHER))
                for kind, pattern in patterns if extra_tokens else patterns[:3]:
                    match = pattern.match(line, column)
                    if match:
                        break
                else:
                    raise SyntaxError("invalid character", ("<string>", row, column + 1, line, row, column + 1))
                text = match[0]
                if text in "([{":
                    depth += 1
                elif text in ")]}":
                    depth = max(depth - 1, 0)
                yield kind, text, (row, column), (row, match.end()), line
                column = match.end()
            else:
                if extra_tokens and depth == 0:
                    yield token.NEWLINE, "", (row, column), (row, column + 1), line
        for _ in indents[1:]:
            yield token.DEDENT, "", (row + 1, 0), (row + 1, 0), ""
        yield token.ENDMARKER, "", (row + 1, 0), (row + 1, 0), ""

    @staticmethod
    def _lines(readline, encoding):
        while True:
            try:
                line = readline()
            except StopIteration:
                return
            if isinstance(line, bytes):
                line = line.decode(encoding or "utf-8")
            if not line:
                return
            yield line

    @staticmethod
    def _end(line, at, quote):
        """Where the string that `quote` closes ends on this line; None if it does not."""
        while at < len(line):
            if line[at] == "\\":
                at += 2
            elif line.startswith(quote, at):
                return at + len(quote)
            else:
                at += 1
        return None
