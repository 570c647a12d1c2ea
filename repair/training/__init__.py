"""Learning from pairs of damaged and right text: the error channel and the decision model.

Nothing here is imported when a text is repaired.
"""
