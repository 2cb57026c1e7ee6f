"""The history sheet: applications, decisions, exits, renames and figures of past years, in the order of their days."""
