"""Arithmetic on text: tokens, casing, edits, protected spans. Knows no dictionary and no rule."""
