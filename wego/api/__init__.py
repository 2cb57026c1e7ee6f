"""What the API of every app stands on: keys, errors in one form, pages, limits, answers that are given once."""
