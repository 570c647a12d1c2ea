"""Names and places."""


class Lexicon:
    def right_spans(self, document):
        return ()

    def knows(self, word):
        return False

    def findings(self, document, knowledge):
        return ()


def load(lexicon=None):
    return Lexicon()
